export * from './progress-line.js';
export * from './table.js';
