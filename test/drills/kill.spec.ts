import { figuresLine, promised } from './figures.js';
import { drillKill } from './kill.js';

describe('a process killed again and again under load', () => {
  it('loses nothing, does nothing twice and keeps every order, over 20 kills', async () => {
    const figures = await drillKill({ seed: 1, rounds: 20, clock: () => Date.now(), say: () => undefined });
    process.stdout.write(`${figuresLine(figures)}\n`);
    expect(figures).toMatchObject(promised(figures));
    expect(figures.acked).toBeGreaterThan(500);
    expect(figures.alerts).toBeGreaterThan(20);
    expect(figures.webhooks).toBeGreaterThan(figures.alerts ?? 0);
  }, 240_000);
});
