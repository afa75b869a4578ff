import 'reflect-metadata';
import { makeOrderSpool } from '@vilfredo/embedded';
import { runService } from '@vilfredo/networked';
import { OrderIngestionModule } from './order-ingestion.module.js';

await runService('order-ingestion', ({ log, clock }) => ({
  imports: [OrderIngestionModule.register({ log, clock, makeSpool: () => makeOrderSpool() })],
}));
