import { AlertingUnderTest } from '../../test/alerting-under-test.js';
import { owner, satisfaction, silence, value } from '../../test/example-events.js';
import { type AlertFilter, type AlertOrder, pageAlerts, severityOf } from './page-alerts.js';

describe('the list of alerts', () => {
  let test: AlertingUnderTest;
  beforeAll(async () => {
    test = await AlertingUnderTest.open();
    for (const [i, customer] of ['a', 'b', 'c', 'd'].entries()) {
      await test.arrive(owner(i % 2 === 0 ? 'even' : 'odd', { customer }), value(20 * (i + 1), { customer }));
      await test.arrive(satisfaction(3, { customer, at: `2026-10-0${5 + i}T09:00:00Z` }));
    }
    await test.arrive(silence('overdue', { customer: 'a', at: '2026-10-08T10:00:00Z' }));
    await test.arrive(satisfaction(null, { customer: 'd', at: '2026-10-08T11:00:00Z' }));
  });
  const page = async (filter: AlertFilter, sort: AlertOrder = '-priority', limit = 100, cursor?: string) => {
    const found = await pageAlerts(test.alerts, filter, { sort, limit, ...(cursor === undefined ? {} : { cursor }) });
    return { ...found, shown: found.items.map(({ customerId, rule }) => `${customerId} ${rule}`) };
  };

  it.each([
    ['all', {}, ['d satisfaction', 'c satisfaction', 'b satisfaction', 'a satisfaction', 'a silence']],
    ['open ones', { open: true }, ['c satisfaction', 'b satisfaction', 'a satisfaction', 'a silence']],
    ['those that are over', { open: false }, ['d satisfaction']],
    ['those of a rule', { rule: 'silence' }, ['a silence']],
    [
      'those of a severity',
      { severity: 'serious', open: true },
      ['c satisfaction', 'b satisfaction', 'a satisfaction'],
    ],
    ['those of an agent', { agent: 'odd' }, ['d satisfaction', 'b satisfaction']],
    ['open ones of an agent', { agent: 'odd', open: true }, ['b satisfaction']],
    ['those of a customer', { customer: 'a' }, ['a satisfaction', 'a silence']],
    ['those of a customer and an agent', { customer: 'a', agent: 'odd' }, []],
  ] as [string, AlertFilter, string[]][])(
    'given a wish for %s, then it shows them, the most pressing first',
    async (_, filter, shown) => {
      expect((await page(filter)).shown).toEqual(shown);
    },
  );

  it('shows the latest first, when asked to', async () => {
    expect((await page({ open: true }, '-raisedAt')).shown[0]).toBe('a silence');
    expect((await page({ customer: 'b' }, '-raisedAt')).shown).toEqual(['b satisfaction']);
  });

  it.each<[AlertFilter, number]>([
    [{}, 5],
    [{ open: true }, 4],
    [{ rule: 'satisfaction' }, 4],
  ])('given pages of two of %j, then each is shown once', async (filter, all) => {
    const shown: string[] = [];
    let cursor: string | undefined;
    do {
      const found = await page(filter, '-priority', 2, cursor);
      expect(found.shown.length).toBeLessThanOrEqual(2);
      shown.push(...found.shown);
      cursor = found.next ?? undefined;
    } while (cursor !== undefined);
    expect(shown).toHaveLength(all);
    expect(new Set(shown).size).toBe(all);
  });

  it('given no severity, then it says which there are', () => {
    expect(() => severityOf('grave')).toThrow('severity: must be one of info, warning, serious, critical');
  });
});
