import 'reflect-metadata';
import { runService } from '@vilfredo/networked';
import { stopForDefect } from '@vilfredo/service';
import { observeOutreach, watchOutreach } from './observe-outreach.js';
import { OutreachModule } from './outreach.module.js';
import { OutreachRuntime } from './plan-calls/outreach-runtime.js';

await runService('outreach', async ({ log, store, clock, parts, config }) => {
  const observe = { ...observeOutreach(parts.log, parts.metrics), stopped: stopForDefect('outreach', parts) };
  const { partitions, stopOnDefects: stopsOnDefects } = config;
  const runtime = await OutreachRuntime.open({ log, store, clock, observe, stopsOnDefects, shared: { partitions } });
  return {
    imports: [OutreachModule.of(runtime)],
    begin: async () => {
      await runtime.start();
      watchOutreach(runtime, parts);
    },
    drain: () => runtime.stop(),
  };
});
