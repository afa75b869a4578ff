import 'reflect-metadata';
import { hostname } from 'node:os';
import { runService } from '@vilfredo/networked';
import { stopForDefect } from '@vilfredo/service';
import { AlertingModule } from './alerting.module.js';
import { DeliveryModule } from './deliver-alerts/delivery.module.js';
import { readDeliverySettings } from './deliver-alerts/delivery-settings.config.js';
import { observeAlerting } from './observe-alerting.js';
import { watchAlerting } from './watch-alerting.js';
import { AlertingRuntime } from './watch-customers/alerting-runtime.js';

await runService(
  'alerting',
  async ({ log, store, clock, parts, config, settings }) => {
    const observe = { ...observeAlerting(parts.log, parts.metrics), stopped: stopForDefect('alerting', parts) };
    const { partitions, stopOnDefects: stopsOnDefects } = config;
    const runtime = await AlertingRuntime.open({ log, store, clock, observe, stopsOnDefects, shared: { partitions } });
    const notifiableAt = runtime.held.mayBeToldAt.bind(runtime.held);
    // The same after a restart, and another for every process of a host.
    const owner = `${hostname()}:${config.port}`;
    const delivery = DeliveryModule.register({ log, store, clock, settings, notifiableAt, owner });
    return {
      imports: [AlertingModule.register(runtime), delivery],
      begin: async () => {
        await runtime.start();
        watchAlerting(runtime, parts);
      },
      drain: () => runtime.stop(),
    };
  },
  readDeliverySettings,
);
