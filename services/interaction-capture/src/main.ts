import 'reflect-metadata';
import { runService } from '@vilfredo/networked';
import { Refusals } from '@vilfredo/service';
import { openVault } from '@vilfredo/vault';
import { readCaptureConfig } from './config.js';
import { httpEdges } from './http-edges.js';
import { InteractionCaptureModule } from './interaction-capture.module.js';
import { InteractionCapture } from './interaction-capture.runtime.js';
import { observeCapture, watchCapture } from './watch-capture.js';
import { WatchedSources } from './watch-sources/watch-sources.runner.js';

await runService(
  'interaction-capture',
  async ({ log, store, clock, parts, settings }) => {
    const { masterKey, country, edges, watched } = settings;
    const vault = await openVault({ store, masterKey });
    const observe = observeCapture(parts.log, parts.metrics);
    const capture = await InteractionCapture.open({ log, store, clock, vault, country, observe });
    let sources: WatchedSources | undefined;
    return {
      refusals: await Refusals.open(store, 'interaction-capture'),
      imports: [InteractionCaptureModule.register(capture), ...httpEdges(capture.intake, clock, edges)],
      begin: async () => {
        await capture.start();
        watchCapture(capture, parts);
        sources = await WatchedSources.start({ settings: watched, intake: capture.intake, store, log: parts.log });
      },
      drain: async () => {
        await sources?.stop();
        await capture.stop();
      },
    };
  },
  readCaptureConfig,
);
