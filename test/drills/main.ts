import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { drillDeadReceiver } from './dead-receiver.js';
import { drillDiskFull } from './disk-full.js';
import { type Figures, figuresLine, held } from './figures.js';
import { drillKill } from './kill.js';
import { undoLeftovers } from './leftovers.js';
import { drillPoison } from './poison.js';
import { drillRestart } from './restart.js';
import { brokersDrill } from './stack/brokers.js';
import { burstDrill } from './stack/burst.js';
import { killDrill } from './stack/kill.js';
import { networkDrill } from './stack/network.js';
import { poisonDrill } from './stack/poison.js';
import { rebalanceDrill } from './stack/rebalance.js';
import { restartDrill } from './stack/restart.js';
import { brokerDrill, databaseDrill } from './stack/server-outage.js';
import { drillOnStack, type StackDrill } from './stack/stack-drill.js';
import { NoServers } from './stack/stack-servers.js';
import { zombieDrill } from './stack/zombie.js';
import type { DrillSettings } from './trial.js';

interface Drill {
  readonly rounds: number;
  /** Its figures, or why it cannot be run here. */
  readonly run: (settings: DrillSettings) => Promise<Figures | string>;
}

type Platform = 'embedded' | 'stack';

/** Where each drill can be run; where nothing is said it is run at the first of them. */
const drills: Readonly<Record<string, Partial<Record<Platform, Drill>>>> = {
  kill: { embedded: { rounds: 20, run: drillKill }, stack: onStack(killDrill) },
  poison: { embedded: { rounds: 3, run: drillPoison }, stack: onStack(poisonDrill()) },
  restart: { embedded: { rounds: 5, run: drillRestart }, stack: onStack(restartDrill) },
  receiver: { embedded: { rounds: 6, run: drillDeadReceiver } },
  diskfull: { embedded: { rounds: 3, run: drillDiskFull } },
  rebalance: { stack: onStack(rebalanceDrill()) },
  zombie: { stack: onStack(zombieDrill) },
  broker: { stack: onStack(brokerDrill) },
  brokers: { stack: onStack(brokersDrill) },
  database: { stack: onStack(databaseDrill) },
  network: { stack: onStack(networkDrill()) },
  burst: { stack: onStack(burstDrill()) },
};

function onStack(drill: StackDrill): Drill {
  const orWhyNot = (error: unknown) => {
    if (error instanceof NoServers) return error.message;
    throw error;
  };
  return { rounds: drill.rounds, run: (settings) => drillOnStack(drill, settings).catch(orWhyNot) };
}

/** `[--only NAME] [--on embedded|stack] [--seed N] [--rounds N]`: runs the drills, one after the other; exit code 1 when a promise was not kept. */
async function main(args: readonly string[]): Promise<number> {
  const options = {
    only: { type: 'string' },
    on: { type: 'string' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string' },
  } as const;
  const { only, on, seed, rounds } = parseArgs({ args: [...args], options }).values;
  const chosen = Object.entries(drills).flatMap(([name, platforms]) => {
    const platform = on ?? ('embedded' in platforms ? 'embedded' : 'stack');
    const drill = platforms[platform as Platform];
    return drill === undefined || (only !== undefined && only !== name) ? [] : [{ name, drill }];
  });
  const isWrong = [seed, rounds ?? '1'].some((text) => !/^[1-9]\d{0,8}$/.test(text));
  if (isWrong || chosen.length === 0) {
    const names = Object.keys(drills).join('|');
    process.stderr.write(`usage: npm run drill [-- --only ${names} --on embedded|stack --seed N --rounds N]\n`);
    return 2;
  }
  let failed = false;
  for (const { name, drill } of chosen) {
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

process.once('exit', undoLeftovers);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130));
}
process.exitCode = await main(process.argv.slice(2));
