export * from './embedded-event-log.js';
export * from './embedded-view-store.js';
export { forgetPositionsOfLostViews } from './forget-positions.js';
export * from './order-spool.js';
export * from './scratch-store.js';
