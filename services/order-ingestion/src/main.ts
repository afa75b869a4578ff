import 'reflect-metadata';
import { makeOrderSpool } from '@vilfredo/embedded';
import { runService } from '@vilfredo/networked';
import { Refusals } from '@vilfredo/service';
import { OrderIngestionModule } from './order-ingestion.module.js';

await runService('order-ingestion', async ({ log, store, clock }) => ({
  refusals: await Refusals.open(store, 'order-ingestion'),
  imports: [OrderIngestionModule.register({ log, clock, makeSpool: () => makeOrderSpool() })],
}));
