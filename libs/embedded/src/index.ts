export * from './embedded-event-log.js';
export * from './embedded-view-store.js';
export { forgetPositionsOfLostViews } from './forget-positions.js';
export { type HeldFolder, holdFolder } from './held-folder.js';
export * from './order-spool.js';
export * from './scratch-store.js';
