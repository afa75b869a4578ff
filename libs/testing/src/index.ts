export * from './an-event.js';
export * from './event-log-contract/index.js';
export * from './eventually.js';
export type { AdapterElsewhere, Harness } from './harness.js';
export * from './manual-clock.js';
export * from './projection-language/index.js';
export * from './temporary-folder.js';
export * from './view-store-contract/index.js';
