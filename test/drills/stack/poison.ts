import type { Figures } from '../figures.js';
import type { PoisonSettings } from '../poison.js';
import { poisonIntake } from '../poison-intake.js';
import { badEvents, type Poison, poisonLog } from '../poison-log.js';
import { noCalls } from '../sender.js';
import { produceRaw, rawRecordKinds } from './raw-records.js';
import { StackTrial } from './stack-trial.js';

const kinds = 8;
/** Machines that run all of a stack and the drill are slow. */
const longestDelayMs = 10_000;

/**
 * Bad records among good ones: at the intake, in the log as another program appends them, and on the topic as no program
 * of ours would write them. One of five megabytes does not get there: the broker refuses it.
 */
export async function drillPoisonOnStack(settings: PoisonSettings): Promise<Figures> {
  const { rounds, shares = [0.01, 0.1], records = 2_000, events = 1_000, say } = settings;
  const trial = await StackTrial.open('poison', settings);
  const raw = rawRecordKinds.map(
    (kind): Poison =>
      (_, subject, id) =>
        produceRaw(trial.servers.brokers, kind, subject, id),
  );
  const poisons = [...badEvents(['fiveMegabytes']), ...raw];
  try {
    await trial.begin({ currency: 'EUR' });
    for (let round = 1; round <= rounds; round++) {
      const share = shares[(round - 1) % shares.length]!;
      say(`r${round}: ${share * 100} % bad`);
      await poisonIntake(trial, `r${round}`, Math.max(records, Math.ceil(kinds / share)), share);
      await trial.folded();
      await poisonLog(trial, `r${round}`, { count: events, share, poisons, longestDelayMs });
    }
    return await trial.conclude({ calls: noCalls(), findings: [] });
  } finally {
    await trial.dispose();
  }
}
