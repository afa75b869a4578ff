export * from './clock.js';
export * from './event.js';
export * from './event-log.js';
export * from './failure.js';
export * from './view-store.js';
