import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { drillDiskFull } from './disk-full.js';
import { type Figures, figuresLine, held } from './figures.js';
import { drillKill } from './kill.js';
import { undoLeftovers } from './leftovers.js';
import { drillPoison } from './poison.js';
import { drillRestart } from './restart.js';
import type { DrillSettings } from './trial.js';

interface Drill {
  readonly rounds: number;
  /** Its figures, or why it cannot be run here. */
  readonly run: (settings: DrillSettings) => Promise<Figures | string>;
}

const drills: Readonly<Record<string, Drill>> = {
  kill: { rounds: 20, run: drillKill },
  poison: { rounds: 3, run: drillPoison },
  restart: { rounds: 5, run: drillRestart },
  diskfull: { rounds: 3, run: drillDiskFull },
};

/** `[--only NAME] [--seed N] [--rounds N]`: runs the drills, one after the other; exit code 1 when a promise was not kept. */
async function main(args: readonly string[]): Promise<number> {
  const options = {
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string' },
  } as const;
  const { only, seed, rounds } = parseArgs({ args: [...args], options }).values;
  const wrong = [seed, rounds ?? '1'].find((text) => !/^[1-9]\d{0,8}$/.test(text));
  if (wrong !== undefined || (only !== undefined && !Object.hasOwn(drills, only))) {
    process.stderr.write(`usage: npm run drill [-- --only ${Object.keys(drills).join('|')} --seed N --rounds N]\n`);
    return 2;
  }
  let failed = false;
  for (const [name, drill] of Object.entries(drills)) {
    if (only !== undefined && only !== name) continue;
    const say = (text: string) => void process.stdout.write(`${name}: ${text}\n`);
    const settings = { seed: Number(seed), rounds: Number(rounds ?? drill.rounds), clock: () => Date.now(), say };
    const figures = await drill.run(settings);
    if (typeof figures === 'string') {
      process.stdout.write(`drill=${name} not run: ${figures}\n`);
      continue;
    }
    for (const finding of figures.findings.slice(0, 50)) say(finding);
    process.stdout.write(`${figuresLine(figures)}\n`);
    failed ||= !held(figures);
  }
  return failed ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    undoLeftovers();
    process.exit(130);
  });
}
process.exitCode = await main(process.argv.slice(2));
