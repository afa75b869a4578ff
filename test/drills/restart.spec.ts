import { figuresLine, promised } from './figures.js';
import { drillRestart, outOfOrder } from './restart.js';

describe('a process asked to end under load', () => {
  it('stops within its time, in the order of the phases, and answers or refuses what is in flight', async () => {
    const figures = await drillRestart({ seed: 1, rounds: 2, clock: () => Date.now(), say: () => undefined });
    process.stdout.write(`${figuresLine(figures)}\n`);
    expect(figures).toMatchObject(promised(figures));
    expect(figures.acked).toBeGreaterThan(50);
  }, 120_000);
});

describe('the words of a stop', () => {
  const phase = (name: string) => ({ level: 'info', msg: 'phase over', phase: name });
  const stopped = { level: 'info', msg: 'stopped', failedSteps: 0 };

  it('are right in the order in which nothing is lost', () => {
    expect(outOfOrder([phase('intake'), phase('drain'), phase('close'), stopped])).toEqual([]);
  });

  it('are wrong when stores are closed before all is drained', () => {
    expect(outOfOrder([phase('intake'), phase('close'), phase('drain'), stopped])).toEqual([
      'the phases of the stop were intake, close, drain',
    ]);
  });

  it('are wrong when a phase is missing or a step failed', () => {
    const failed = { ...stopped, failedSteps: 1 };
    expect(outOfOrder([phase('intake'), phase('close'), failed])).toEqual([
      'the stop told of no phase drain',
      `the last word of the stop was ${JSON.stringify(failed)}`,
    ]);
  });
});
