import 'reflect-metadata';
import { runService } from '@vilfredo/networked';
import { Refusals } from '@vilfredo/service';
import { openVault } from '@vilfredo/vault';
import { readRegistryConfig } from './config.js';
import { CustomerRegistryModule } from './customer-registry.module.js';

await runService(
  'customer-registry',
  async ({ log, store, clock, settings: { masterKey, country } }) => {
    const vault = await openVault({ store, masterKey });
    return {
      imports: [CustomerRegistryModule.register({ log, store, clock, vault, country })],
      refusals: await Refusals.open(store, 'customer-registry'),
    };
  },
  readRegistryConfig,
);
