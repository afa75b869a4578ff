export * from './clock.js';
export * from './event.js';
export * from './event-log.js';
export * from './failure.js';
export * from './parking-lot.js';
export * from './projection.js';
export * from './projector.js';
export * from './view-store.js';
