export { runCommandLine } from './command-line.js';
export { Output } from './output/output.js';
export * from './report/index.js';
export type { Surroundings } from './session.js';
