import { figuresLine, promised } from './figures.js';
import { drillPoison } from './poison.js';

describe('bad records of eight kinds, at the intake and past it', () => {
  it('are refused by name, or parked with their own customer alone, and skipped without harm to anybody', async () => {
    const short = { rounds: 2, shares: [0.01, 0.1], records: 800, events: 400 };
    const figures = await drillPoison({ seed: 1, ...short, clock: () => Date.now(), say: () => undefined });
    process.stdout.write(`${figuresLine(figures)}\n`);
    expect(figures).toMatchObject(promised(figures));
  }, 180_000);
});
