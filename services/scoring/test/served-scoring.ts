import { openScratchStore } from '@vilfredo/embedded';
import { createApp, Liveness, Log, Metrics, Readiness, Shutdown } from '@vilfredo/service';
import { Fits } from '../src/fits/fits.js';
import { FeedSubscribers } from '../src/score-feed/feed-subscribers.js';
import { ScoringModule } from '../src/scoring.module.js';
import { Trials } from '../src/trials/trials.js';
import { watchScoring } from '../src/watch-scoring.js';
import { type RuntimeUnderTest, settledRuntime } from './runtime-under-test.js';

/** Scoring at work, with its routes. */
export interface ServedScoring extends RuntimeUnderTest {
  /** What a route answers: its status and its body. */
  get(
    url: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly text: string }>;
}

/** Scoring with its routes, settled after the order of one customer, `early`. */
export async function servedScoring(): Promise<ServedScoring> {
  const scoring = await settledRuntime();
  const { runtime, clock } = scoring;
  const log = new Log({ service: 'test', clock, level: 'error', write: () => undefined, pretty: false });
  const [liveness, readiness, metrics] = [new Liveness(clock), new Readiness(), new Metrics()];
  const parts = { log, liveness, readiness, metrics, shutdown: new Shutdown({ log, clock, exit: () => undefined }) };
  const subscribers = new FeedSubscribers(runtime.settings.log);
  watchScoring(runtime, subscribers, parts);
  const trials = new Trials(runtime, () => openScratchStore());
  const app = await createApp({
    parts,
    imports: [ScoringModule.register(runtime, subscribers, { trials, fits: new Fits(runtime) })],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    ...scoring,
    get: async (url, headers = {}) => {
      const { statusCode, body } = await app.inject({ method: 'GET', url, headers });
      return { status: statusCode, text: body };
    },
    dispose: async () => {
      subscribers.close();
      await app.close();
      await scoring.dispose();
    },
  };
}
