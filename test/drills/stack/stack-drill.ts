import type { Figures } from '../figures.js';
import type { Told } from '../load.js';
import type { DrillSettings } from '../trial.js';
import { type StackSettings, StackTrial } from './stack-trial.js';

/** One kind of trouble for a stack. */
export interface StackDrill {
  readonly name: string;
  /** Of the long form. */
  readonly rounds: number;
  /** What it needs of a stack, beside the usual. */
  readonly needs?: StackSettings;
  /** Makes the trouble, under loads of its own; resolves with these when they are over. */
  readonly torment: (trial: StackTrial, rounds: number) => Promise<readonly Told[]>;
}

/** The drill on a stack of its own. @throws NoServers where there cannot be one */
export async function drillOnStack(drill: StackDrill, settings: DrillSettings): Promise<Figures> {
  const trial = await StackTrial.open(settings, drill.needs);
  try {
    await trial.begin();
    const figures = await tormented(trial, drill, settings.rounds);
    await trial.revive();
    await trial.stopServices();
    return { ...figures, findings: [...figures.findings, ...trial.takeFindings()] };
  } finally {
    await trial.dispose();
  }
}

/** The drill on a stack that runs already, and has maybe seen others. */
export async function tormented(trial: StackTrial, drill: StackDrill, rounds: number): Promise<Figures> {
  trial.enter(drill.name);
  const told = await drill.torment(trial, rounds);
  return trial.assess(rounds, told);
}
