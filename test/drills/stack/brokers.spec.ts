import { describeWithLocalStack } from '@vilfredo/local-stack';
import { figuresLine, promised } from '../figures.js';
import { undoLeftovers } from '../leftovers.js';
import { brokersDrill } from './brokers.js';
import { drillOnStack } from './stack-drill.js';

describeWithLocalStack('services on three brokers', () => {
  afterAll(() => undoLeftovers());

  it('lose nothing, do nothing twice and go on taking orders while one broker after the other is killed', async () => {
    const figures = await drillOnStack(brokersDrill, {
      seed: 1,
      rounds: 2,
      clock: () => Date.now(),
      say: () => undefined,
    });
    process.stdout.write(`${figuresLine(figures)}\n`);
    expect(figures).toMatchObject(promised(figures));
    expect(figures.acked).toBeGreaterThan(50);
  }, 600_000);
});
