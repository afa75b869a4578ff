export * from './composite.js';
export * from './concentration.js';
export * from './cut-off.js';
export * from './days.js';
export * from './distribution.js';
export * from './one-off.js';
export * from './shares.js';
