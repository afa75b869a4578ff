import type { AlertOutcome } from '@vilfredo/events';
import { AlertingUnderTest } from '../../test/alerting-under-test.js';
import { satisfaction, silence } from '../../test/example-events.js';
import { measureRules } from './measure-rules.js';

const hour = 3_600_000;

describe('how a rule has done', () => {
  it('given no alert yet, then there is nothing to tell', async () => {
    const test = await AlertingUnderTest.open();
    expect(await measureRules(test.alerts)).toEqual([]);
  });

  it('given outcomes of people and of rules, then it tells how often it was right and how early', async () => {
    const test = await AlertingUnderTest.open();
    const outcomes: [AlertOutcome, number][] = [
      ['recovered', 10],
      ['lost', 30],
      ['false-alarm', 1],
      ['ignored', 1],
    ];
    for (const [i, [outcome, hours]] of outcomes.entries()) {
      await test.arrive(satisfaction(1, { customer: `customer-${i}`, at: new Date(test.clock()).toISOString() }));
      test.clock.advance(hours * hour);
      await test.decide('satisfaction', { kind: 'resolve', outcome });
    }
    const back = new Date(test.clock() + 20 * hour).toISOString();
    const customer = 'back-again';
    const began = new Date(test.clock()).toISOString();
    await test.arrive(satisfaction(1, { customer, at: began }), satisfaction(null, { customer, at: back }));
    await test.arrive(satisfaction(1, { customer: 'still-open', at: back }), silence('overdue', { at: back }));
    expect(await measureRules(test.alerts)).toEqual([
      {
        rule: 'satisfaction',
        raised: 6,
        open: 1,
        outcomes: { recovered: 2, lost: 1, 'false-alarm': 1, ignored: 1 },
        precision: 0.75,
        leadHours: { median: 20, p90: 28 },
      },
      expect.objectContaining({ rule: 'silence', raised: 1, open: 1, precision: null, leadHours: null }),
    ]);
  });
});
