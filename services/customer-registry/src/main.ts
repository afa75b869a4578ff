import 'reflect-metadata';
import { runService } from '@vilfredo/networked';
import { CustomerRegistryModule } from './customer-registry.module.js';

await runService('customer-registry', ({ log, clock }) => ({
  imports: [CustomerRegistryModule.register({ log, clock })],
}));
