import { poisonIntake } from '../poison-intake.js';
import { badEvents, type Poison, poisonLog } from '../poison-log.js';
import { produceRaw, rawRecordKinds } from './raw-records.js';
import type { StackDrill } from './stack-drill.js';

const kinds = 12;
/** Machines that run all of a stack and the drill are slow. */
const longestDelayMs = 10_000;

export interface PoisonMeasure {
  /** Of the records of a round this share is bad; round after round another. */
  readonly shares?: readonly number[];
  /** Records sent to each intake, and events written into the log, in one round. */
  readonly records?: number;
  readonly events?: number;
}

/**
 * Bad records among good ones: at the intake, in the log as another program appends them, and on the topic as no program
 * of ours would write them. One of five megabytes does not get there: the broker refuses it.
 */
export function poisonDrill({ shares = [0.01, 0.1], records = 2_000, events = 1_000 }: PoisonMeasure = {}): StackDrill {
  return {
    name: 'poison',
    rounds: 2,
    torment: async (trial, rounds) => {
      const raw = rawRecordKinds.map(
        (kind): Poison => ({
          topic: 'orders',
          write: (_, subject, id) => produceRaw(trial.servers.brokers, kind, subject, id),
        }),
      );
      const poisons = [...badEvents(['fiveMegabytes']), ...raw];
      for (let round = 1; round <= rounds; round++) {
        const share = shares[(round - 1) % shares.length]!;
        trial.settings.say(`r${round}: ${share * 100} % bad`);
        await poisonIntake(trial, `r${round}`, Math.max(records, Math.ceil(kinds / share)), share);
        await trial.folded();
        await poisonLog(trial, `r${round}`, { count: events, share, poisons, longestDelayMs });
      }
      return [];
    },
  };
}
