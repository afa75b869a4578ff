import { describeWithLocalStack } from '@vilfredo/local-stack';
import { figuresLine, promised } from '../figures.js';
import { undoLeftovers } from '../leftovers.js';
import { burstDrill } from './burst.js';
import { killDrill } from './kill.js';
import { networkDrill } from './network.js';
import { poisonDrill } from './poison.js';
import { rebalanceDrill } from './rebalance.js';
import { restartDrill } from './restart.js';
import { brokerDrill, databaseDrill } from './server-outage.js';
import { type StackDrill, tormented } from './stack-drill.js';
import { StackTrial } from './stack-trial.js';
import { zombieDrill } from './zombie.js';

const patience = 600_000;

/** Short forms, one after the other on one stack, whose account goes on from each to the next. */
const drills: readonly [string, StackDrill, number][] = [
  ['one service after the other is killed', killDrill, 4],
  ['workers join and leave, in order and without a word', rebalanceDrill(6), 1],
  ['a worker goes on after a freeze of two sessions, as if nothing had happened', zombieDrill, 1],
  ['the broker is killed', brokerDrill, 1],
  ['the database is killed', databaseDrill, 1],
  ['the network between services and servers is bad', networkDrill(4), 1],
  ['bad records come, at the intake and past it', poisonDrill({ shares: [0.1], records: 200, events: 150 }), 1],
  ['every service is restarted in turn', restartDrill, 1],
  ['ten times as much comes', burstDrill(10_000), 1],
];

describeWithLocalStack('services as processes lose nothing, do nothing twice and come to the same views, when', () => {
  let trial: StackTrial;

  beforeAll(async () => {
    const settings = { seed: 1, rounds: 1, clock: () => Date.now(), say: () => undefined };
    trial = await StackTrial.open(settings, { workers: 4, isDurable: true, isProxied: true });
    await trial.begin();
  }, patience);

  afterAll(async () => {
    await trial?.dispose();
    undoLeftovers();
  }, patience);

  it.each(drills)(
    '%s',
    async (_, drill, rounds) => {
      const figures = await tormented(trial, drill, rounds);
      process.stdout.write(`${figuresLine(figures)}\n`);
      expect(figures).toMatchObject(promised(figures));
      expect(figures.acked).toBeGreaterThan(50);
    },
    patience,
  );

  it('a receiver that was dead all the while is told of everything when it is back', async () => {
    await trial.revive();
    expect(trial.takeFindings()).toEqual([]);
  }, 120_000);

  it('all services end in order when asked to', async () => {
    await trial.stopServices();
    expect(trial.takeFindings()).toEqual([]);
  });
});
