export * from './demo-enterprise.js';
export * from './demo-fact.js';
export * from './demo-stories.js';
export * from './demo-trickle.js';
