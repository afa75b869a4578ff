import { Failure } from '@vilfredo/event-sourcing';
import fc from 'fast-check';
import { aMapping, failure, header, importing, lines, RecordingLog, row } from '../../test/importing.js';

describe('importing orders', () => {
  it('given two orders whose lines the file interleaves, then each is one event dated by its first line', async () => {
    const { log, summary } = await importing(
      lines(
        row({ sku: 'a' }),
        row({ order: 'o2', customer: 'c2', sku: 'b', at: '2026-01-06T10:00:00Z' }),
        row({ sku: 'c', at: '2026-01-05T10:05:00Z' }),
      ),
    );
    expect(log.facts()).toMatchObject([
      {
        subject: 'c1',
        time: '2026-01-05T10:00:00.000Z',
        payload: { orderId: 'o1', lines: [{ sku: 'a' }, { sku: 'c' }] },
      },
      { subject: 'c2', time: '2026-01-06T10:00:00.000Z', payload: { orderId: 'o2', lines: [{ sku: 'b' }] } },
    ]);
    expect(summary).toEqual({
      read: 3,
      accepted: 3,
      duplicates: 0,
      refused: 0,
      refusedBy: {},
      facts: { accepted: 2, duplicates: 0 },
    });
  });

  it('given the lines of orders interleaved in any way, then the orders are the same', async () => {
    const orders = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 50 }), count: fc.integer({ min: 1, max: 5 }) }),
      {
        selector: ({ id }) => id,
        minLength: 1,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(orders, fc.infiniteStream(fc.nat()), async (given, picks) => {
        const tidy = given.map(({ id, count }) =>
          Array.from({ length: count }, (_, i) => row({ order: `o${id}`, customer: `c${id % 7}`, sku: `s${i}` })),
        );
        const queues = tidy.map((queue) => [...queue]);
        const mixed: string[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const waiting = queues.filter((queue) => queue.length > 0);
          mixed.push((waiting[picks.next().value % waiting.length] as string[]).shift() as string);
        }
        const byId = (log: RecordingLog) => log.events.map(({ id, data, time }) => [id, data, time]).sort();
        expect(byId((await importing(lines(...mixed))).log)).toEqual(
          byId((await importing(lines(...tidy.flat()))).log),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('given rows good and bad in any mix, then read = accepted + duplicates + refused, and every refusal is counted', async () => {
    const anyRow = fc.constantFrom(
      row(),
      row({ order: 'o2' }),
      row({ customer: '' }),
      row({ quantity: '0' }),
      row({ price: 'x' }),
      row({ customer: 'c2' }),
      row({ at: '2027-01-01T00:00:00Z', order: 'o3' }),
      'a,b',
      'x"y',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow), async (rows) => {
        const { summary, refused } = await importing(lines(...rows));
        expect(summary.read).toBe(rows.length);
        expect(summary.accepted + summary.duplicates + summary.refused).toBe(summary.read);
        expect(refused).toHaveLength(summary.refused);
        expect(Object.values(summary.refusedBy).reduce((sum, n) => sum + n, 0)).toBe(summary.refused);
        expect(new Set(refused.map(({ line }) => line)).size).toBe(refused.length);
      }),
      { numRuns: 50 },
    );
  });

  it('given the same file again, then all of it is duplicate', async () => {
    const file = lines(row(), row({ order: 'o2' }), row());
    const { log } = await importing(file);
    const { summary } = await importing(file, { into: log });
    expect(summary).toMatchObject({ read: 3, accepted: 0, duplicates: 3, refused: 0, facts: { duplicates: 2 } });
    expect(log.events).toHaveLength(2);
  });

  it('given an order that the log knows with other content, then its lines are refused as conflict', async () => {
    const { log } = await importing(lines(row()));
    const { refused } = await importing(lines(row({ quantity: '3' })), { into: log });
    expect(refused).toMatchObject([{ line: 2, reason: 'conflict' }]);
  });

  it('given a name and a category over several lines, then they are told in one', async () => {
    const columns = { ...aMapping().columns, name: 'name', category: 'category' };
    const rows = ['"T-light\r\n holder\t6\u0007"', '" for\nthe table "'];
    const file = `${header},name,category\n${row()},${rows.join(',')}\n`;
    const { log } = await importing(file, { mapping: aMapping({ columns }) });
    expect(log.facts()).toMatchObject([
      { payload: { lines: [{ name: 'T-light holder 6', category: 'for the table' }] } },
    ]);
  });

  it('given lines of one order in several currencies, then none of them is taken for the other', async () => {
    const columns = { ...aMapping().columns, currency: 'currency' };
    const mapping = aMapping({ columns });
    const file = (...currencies: string[]) =>
      `${header},currency\n${currencies.map((currency) => `${row()},${currency}\n`).join('')}`;
    const { refused, summary } = await importing(file('EUR', 'USD', 'EUR'), { mapping });
    expect(refused.map(({ line, field, reason }) => [line, field, reason])).toEqual([
      [2, 'currency', 'conflictingCurrency'],
      [3, 'currency', 'conflictingCurrency'],
      [4, 'currency', 'conflictingCurrency'],
    ]);
    expect(summary).toMatchObject({ read: 3, accepted: 0, refused: 3 });
    for (const currencies of [
      ['', 'USD'],
      ['USD', ''],
    ]) {
      const { log } = await importing(file(...currencies), { mapping });
      expect(log.facts()).toMatchObject([{ payload: { currency: 'USD', lines: [{}, {}] } }]);
    }
    const { log } = await importing(file('', ''), { mapping });
    expect(log.facts()).toMatchObject([{ payload: { currency: 'EUR' } }]);
  });

  it('given a dry run, then everything is checked and nothing is appended', async () => {
    const { log, summary } = await importing(lines(row(), row({ quantity: '0' })), { dryRun: true });
    expect(log.events).toEqual([]);
    expect(summary).toMatchObject({ read: 2, accepted: 1, refusedBy: { zeroQuantity: 1 } });
  });

  it('given more orders than one append takes, then they go in chunks of 500', async () => {
    const { log } = await importing(lines(...Array.from({ length: 1_001 }, (_, i) => row({ order: `o${i}` }))));
    expect(log.appends).toEqual([500, 500, 1]);
  });

  it('given a log that refuses, then the import fails as unavailable and claims nothing', async () => {
    const log = new RecordingLog();
    log.failure = new Failure('unavailable', 'no space left');
    expect(await failure(importing(lines(row()), { into: log }))).toBe('unavailable no space left');
  });
});

describe('refusing rows', () => {
  it.each([
    [{ customer: '' }, 'customerId', 'noCustomer'],
    [{ customer: '', quantity: '0', at: 'x', order: '' }, 'customerId', 'noCustomer'],
    [{ order: '' }, 'orderId', 'missingOrderId'],
    [{ at: '5 January' }, 'at', 'badDate'],
    [{ sku: '' }, 'sku', 'missingSku'],
    [{ quantity: 'two' }, 'quantity', 'badQuantity'],
    [{ quantity: '0.00' }, 'quantity', 'zeroQuantity'],
    [{ quantity: '-1' }, 'quantity', 'negativeQuantity'],
    [{ quantity: '0.0001' }, 'quantity', 'badQuantity'],
    [{ price: '' }, 'unitPrice', 'badPrice'],
    [{ price: '-1' }, 'unitPrice', 'badPrice'],
    [{ at: '2026-03-03T00:00:00Z' }, 'at', 'future'],
    [{ sku: 'x'.repeat(101) }, 'sku', 'tooLong'],
  ])(
    'given %j, then %s is refused as %s, with its line, and the rest of the order goes in',
    async (bad, field, reason) => {
      const { refused, summary, log } = await importing(lines(row({ order: 'o0' }), row(bad), row({ order: 'o0' })));
      expect(refused).toMatchObject([{ line: 3, field, reason }]);
      expect(summary.refusedBy).toEqual({ [reason]: 1 });
      expect(log.events).toHaveLength(1);
    },
  );

  it('given one bad line in an order, then the order goes in without it', async () => {
    const { refused, log } = await importing(lines(row({ sku: 'a' }), row({ quantity: '1.2345' }), row({ sku: 'c' })));
    expect(refused).toMatchObject([{ line: 3, field: 'quantity', reason: 'badQuantity' }]);
    expect(log.facts()).toMatchObject([{ payload: { lines: [{ sku: 'a' }, { sku: 'c' }] } }]);
  });

  it('given one order id with two customers, then whose it is cannot be known and all its lines are refused', async () => {
    const { refused } = await importing(lines(row(), row({ order: 'o2' }), row({ customer: 'c2' })));
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'conflictingCustomer'],
      [4, 'conflictingCustomer'],
    ]);
  });

  it('given more than 1,000 lines of one order, then every one of them is refused, without holding them', async () => {
    const { summary, log } = await importing(lines(...new Array(2_500).fill(row()), row({ order: 'o2' })));
    expect(summary.refusedBy).toEqual({ tooManyLines: 2_500 });
    expect(log.events).toHaveLength(1);
  });

  it('given orders later than the moment asked for, then their lines are counted as afterAsOf', async () => {
    const file = lines(row({ at: '2026-01-09T23:59:59Z' }), row({ order: 'o2', at: '2026-01-10T00:00:01Z' }));
    const { summary } = await importing(file, { asOf: Date.parse('2026-01-10T00:00:00Z') });
    expect(summary).toMatchObject({ accepted: 1, refusedBy: { afterAsOf: 1 } });
  });

  it('given rows of the wrong width, broken quotes and lines too long, then each is told by its line in the file', async () => {
    const file = lines(
      row(),
      'a,b',
      `${row({ order: 'o2' })},,`,
      `"${'x'.repeat(3_000)}`,
      'o"3,c',
      row({ order: 'o4' }),
    );
    const { refused, summary } = await importing(file, { longestLine: 2_000, chunk: 50 });
    expect(refused.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '3 wrongColumnCount',
      '5 lineTooLong',
      '6 notCsv',
    ]);
    expect(summary.accepted).toBe(3);
  });

  it('given a refused row, then its record is told by column, and a column named __proto__ is only a name', async () => {
    const { refused } = await importing(`${header},__proto__\n${row({ customer: '' })},x\n`);
    expect(JSON.stringify(refused[0]?.record)).toBe(
      '{"order":"o1","customer":"","at":"2026-01-05T10:00:00Z","sku":"s1","quantity":"2","price":"1.50","__proto__":"x"}',
    );
  });
});

describe('special rows', () => {
  const mapping = (rules: object) => aMapping(rules);
  const credit = row({ order: 'C9', quantity: '-2', price: '1.50' });

  it('given credit notes that become returns, then quantities are positive and the original order stays open', async () => {
    const returns = { when: { column: 'order', startsWith: 'C' }, as: 'return' };
    const { log } = await importing(lines(row(), credit), { mapping: mapping({ returns }) });
    const [, returned] = log.facts();
    expect(returned).toMatchObject({ type: 'OrderReturned', payload: { returnId: 'C9', lines: [{ quantity: 2 }] } });
    expect(returned?.payload).not.toHaveProperty('orderId');
  });

  it('given credit notes that are skipped, then they are counted, and rows without customer first of all', async () => {
    const returns = { when: { column: 'quantity', negative: true }, as: 'skip', reason: 'creditNote' };
    const file = lines(row(), credit, row({ order: 'C8', customer: '', quantity: '-1' }));
    const { summary } = await importing(file, { mapping: mapping({ returns }) });
    expect(summary.refusedBy).toEqual({ creditNote: 1, noCustomer: 1 });
  });

  it('given rows that tell of a cancellation, then the order is called off', async () => {
    const cancellations = { when: { column: 'sku', equals: 'VOID' } };
    const { log } = await importing(lines(row({ sku: 'VOID', quantity: '' })), { mapping: mapping({ cancellations }) });
    expect(log.facts()).toMatchObject([{ type: 'OrderCancelled', subject: 'c1', payload: { orderId: 'o1' } }]);
  });

  it('given rules for skipping, then the first that fits is counted', async () => {
    const skip = [
      { when: { column: 'sku', oneOf: ['POST', 'FEE'] }, reason: 'charge' },
      { when: { column: 'price', equals: '0' }, reason: 'free' },
    ];
    const file = lines(row(), row({ sku: 'FEE', price: '0' }), row({ price: '0' }));
    const { summary } = await importing(file, { mapping: mapping({ skip }) });
    expect(summary.refusedBy).toEqual({ charge: 1, free: 1 });
  });
});
