export { CustomerRegistryModule } from './customer-registry.module.js';
export { registerCustomer } from './register-customers/register-customers.js';
