import { EmbeddedTrial } from './embedded-trial.js';
import type { Figures } from './figures.js';
import { poisonIntake } from './poison-intake.js';
import { badEvents, poisonLog } from './poison-log.js';
import { residentMegabytes } from './resident-memory.js';
import { noCalls } from './sender.js';
import type { DrillSettings } from './trial.js';

export interface PoisonSettings extends DrillSettings {
  /** Of the records of a round this share is bad; round after round another. */
  readonly shares?: readonly number[];
  /** Records sent to each intake, and events written into the log, in one round; more where the share needs it. */
  readonly records?: number;
  readonly events?: number;
}

const kinds = 12;
const mostMegabytes = 1_000;

/** Bad orders and contacts of eight kinds each among good ones, at the intake and, past it, in the log itself. */
export async function drillPoison(settings: PoisonSettings): Promise<Figures> {
  const { rounds, shares = [0.001, 0.01, 0.1], records = 8_000, events = 2_000 } = settings;
  const trial = await EmbeddedTrial.open('poison', settings);
  try {
    await trial.begin({ currency: 'EUR' });
    for (let round = 1; round <= rounds; round++) {
      const share = shares[(round - 1) % shares.length]!;
      const enough = (count: number) => Math.max(count, Math.ceil(kinds / share));
      settings.say(`r${round}: ${share * 100} % bad`);
      await poisonIntake(trial, `r${round}`, enough(records), share);
      const begun = performance.now();
      await trial.folded();
      settings.say(`r${round}: folded ${Math.round(performance.now() - begun)} ms later`);
      await poisonLog(trial, `r${round}`, {
        count: enough(events),
        share,
        poisons: badEvents(),
        longestDelayMs: 10_000,
      });
      const megabytes = await residentMegabytes(trial.url);
      settings.say(`r${round}: ${megabytes} MB resident`);
      if (megabytes > mostMegabytes) trial.findings.push(`${megabytes} MB are resident`);
    }
    return await trial.conclude({ calls: noCalls(), findings: [] });
  } finally {
    await trial.dispose();
  }
}
