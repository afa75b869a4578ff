export * from './example-contacts.js';
export * from './example-governance.js';
export * from './example-orders.js';
export * from './memory-log.js';
export * from './memory-views.js';
export { type Delivery, type Fold, projection } from './projection.js';
export * from './seeded.js';
