export * from './demo-contact.js';
export * from './demo-contacts.js';
export * from './demo-enterprise.js';
export * from './demo-fact.js';
export * from './demo-stories.js';
export * from './demo-trickle.js';
export { type Person, personOf } from './people.js';
