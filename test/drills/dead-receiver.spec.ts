import { drillDeadReceiver } from './dead-receiver.js';
import { figuresLine } from './figures.js';

describe('a receiver of alerts beside one that is dead', () => {
  it('is delayed by less than 5 %, and the dead one is told of everything when it is back', async () => {
    const figures = await drillDeadReceiver({ seed: 1, rounds: 6, clock: () => Date.now(), say: () => undefined });
    process.stdout.write(`${figuresLine(figures)}\n`);
    const promised = { lost: 0, dupEffects: 0, dupAlerts: 0, lostAlerts: 0, viewsEqual: true, findings: [] };
    expect(figures).toMatchObject({ ...promised, stored: figures.sent, acked: figures.sent });
    expect(figures.delayRatio).toBeLessThan(1.05);
  }, 300_000);
});
