export { type ServiceConfig, ServiceSettings } from './config.js';
export { openStores, type Stores } from './open-stores.js';
export { type RunningService, runService, type ServiceContext } from './run-service.js';
