import { describeWithLocalStack } from '@vilfredo/local-stack';
import { type Figures, figuresLine } from '../figures.js';
import { undoLeftovers } from '../leftovers.js';
import { drillBurst } from './burst.js';
import { drillKillOnStack } from './kill.js';
import { drillNetwork } from './network.js';
import { drillPoisonOnStack } from './poison.js';
import { drillRebalance } from './rebalance.js';
import { drillRestartOnStack } from './restart.js';
import { drillBroker, drillDatabase } from './server-outage.js';
import { drillZombie } from './zombie.js';

const settings = { seed: 1, rounds: 1, clock: () => Date.now(), say: () => undefined };
const patience = 180_000;

function expectHeld(figures: Figures): void {
  process.stdout.write(`${figuresLine(figures)}\n`);
  const promised = { lost: 0, dupEffects: 0, reordered: 0, viewsEqual: true, findings: [] };
  expect(figures).toMatchObject({ ...promised, stored: figures.sent, acked: figures.sent });
  expect(figures.acked).toBeGreaterThan(50);
}

describeWithLocalStack('services as processes, on a broker and a database, lose nothing, do nothing twice', () => {
  afterAll(() => undoLeftovers());

  it(
    'when one after the other is killed',
    async () => expectHeld(await drillKillOnStack({ ...settings, rounds: 4 })),
    patience,
  );

  it(
    'when workers join and leave, in order and without a word',
    async () => {
      const figures = await drillRebalance({ ...settings, moves: 6 });
      expectHeld(figures);
      expect(figures.rebalances).toBeGreaterThan(4);
    },
    patience,
  );

  it(
    'when a worker that was frozen for twice the session goes on as if nothing had happened',
    async () => expectHeld(await drillZombie(settings)),
    patience,
  );

  it('when the broker is killed', async () => expectHeld(await drillBroker(settings)), patience);

  it('when the database is killed', async () => expectHeld(await drillDatabase(settings)), patience);

  it(
    'when the network between services and servers is bad',
    async () => expectHeld(await drillNetwork({ ...settings, faults: 4 })),
    patience,
  );

  it(
    'when bad records come, at the intake and past it',
    async () => expectHeld(await drillPoisonOnStack({ ...settings, shares: [0.1], records: 200, events: 150 })),
    patience,
  );

  it('when every service is restarted in turn', async () => expectHeld(await drillRestartOnStack(settings)), patience);

  it(
    'when ten times as much comes',
    async () => expectHeld(await drillBurst({ ...settings, burstMs: 10_000 })),
    patience,
  );
});
