import 'reflect-metadata';
import { openScratchStore } from '@vilfredo/embedded';
import { runService } from '@vilfredo/networked';
import { AsyncApiModule } from './asyncapi.module.js';
import { observeScoring } from './observe-scoring.js';
import { ScoringRuntime } from './score-customers/scoring-runtime.js';
import { FeedSubscribers } from './score-feed/feed-subscribers.js';
import { ScoringModule } from './scoring.module.js';
import { Trials } from './trials/trials.js';
import { watchScoring } from './watch-scoring.js';

await runService('scoring', async ({ log, store, clock, parts, config }) => {
  const observe = observeScoring(parts.log, parts.metrics, clock);
  const runtime = await ScoringRuntime.open({ log, store, clock, observe, shared: { partitions: config.partitions } });
  const subscribers = new FeedSubscribers(log);
  const trials = new Trials(runtime, () => openScratchStore());
  return {
    imports: [AsyncApiModule, ScoringModule.register(runtime, subscribers, trials)],
    begin: async () => {
      await runtime.start();
      watchScoring(runtime, subscribers, parts);
    },
    stopIntake: () => {
      subscribers.close();
      trials.close();
    },
    drain: () => runtime.stop(),
  };
});
