export type { ContactDetails } from './contact-details/contact-details.js';
export { CustomerRegistryModule, type CustomerRegistryParts } from './customer-registry.module.js';
export { registerCustomer } from './register-customers/register-customers.js';
export { Registrar, type RegistrarParts } from './register-customers/register-customers.runner.js';
