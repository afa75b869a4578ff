import 'reflect-metadata';
import { openScratchStore } from '@vilfredo/embedded';
import { runService } from '@vilfredo/networked';
import { stopForDefect } from '@vilfredo/service';
import { AsyncApiModule } from './asyncapi.module.js';
import { Fits } from './fits/fits.js';
import { observeScoring } from './observe-scoring.js';
import { ScoringRuntime } from './score-customers/scoring-runtime.js';
import { FeedSubscribers } from './score-feed/feed-subscribers.js';
import { ScoringModule } from './scoring.module.js';
import { Trials } from './trials/trials.js';
import { watchScoring } from './watch-scoring.js';

await runService('scoring', async ({ log, store, clock, parts, config }) => {
  const observe = { ...observeScoring(parts.log, parts.metrics, clock), stopped: stopForDefect('scoring', parts) };
  const { partitions, stopOnDefects: stopsOnDefects } = config;
  const runtime = await ScoringRuntime.open({ log, store, clock, observe, stopsOnDefects, shared: { partitions } });
  const subscribers = new FeedSubscribers(log);
  const [trials, fits] = [new Trials(runtime, () => openScratchStore()), new Fits(runtime)];
  return {
    imports: [AsyncApiModule, ScoringModule.register(runtime, subscribers, { trials, fits })],
    begin: async () => {
      await runtime.start();
      watchScoring(runtime, subscribers, parts);
    },
    stopIntake: () => {
      subscribers.close();
      trials.close();
      fits.close();
    },
    drain: () => runtime.stop(),
  };
});
