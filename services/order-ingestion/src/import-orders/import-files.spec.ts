import { gzipSync } from 'node:zlib';
import { aMapping, failure, header, importing, lines, row } from '../../test/importing.js';

describe('files of all kinds', () => {
  it('given gzip, then it is unzipped, whatever it is called', async () => {
    const { summary } = await importing(gzipSync(lines(row())), { chunk: 1 });
    expect(summary.accepted).toBe(1);
  });

  it.each([
    ['utf-8 with a byte-order mark', 'utf-8', Buffer.from(`\ufeff${lines(row({ sku: 'Käse €' }))}`)],
    ['utf-16le with a byte-order mark', 'utf-8', Buffer.from(`\ufeff${lines(row({ sku: 'Käse €' }))}`, 'utf16le')],
    ['utf-16le by mapping', 'utf-16le', Buffer.from(lines(row({ sku: 'Käse €' })), 'utf16le')],
    ['windows-1252', 'windows-1252', latin(lines(row({ sku: 'Käse €' })))],
    ['iso-8859-1', 'iso-8859-1', latin(lines(row({ sku: 'Käse €' })))],
  ])('given %s, then its letters are read', async (_, encoding, bytes) => {
    for (const chunk of [1, 1_000]) {
      const { log } = await importing(bytes, { mapping: aMapping({ encoding }), chunk });
      expect(log.facts()).toMatchObject([{ payload: { lines: [{ sku: 'Käse €' }] } }]);
    }
  });

  it.each(['utf-8', 'utf-16le'] as const)(
    'given lines that end in a carriage return alone, in %s, then they are lines',
    async (encoding) => {
      const file = `${lines(row(), row({ order: 'o2' }), row({ quantity: '0' }))}`.replaceAll('\n', '\r');
      for (const chunk of [1, 1_000]) {
        const { log, refused } = await importing(Buffer.from(file, encoding === 'utf-8' ? 'utf8' : 'utf16le'), {
          mapping: aMapping({ encoding }),
          chunk,
        });
        expect(log.facts()).toMatchObject([{ payload: { orderId: 'o1' } }, { payload: { orderId: 'o2' } }]);
        expect(refused).toMatchObject([{ line: 4, reason: 'zeroQuantity' }]);
      }
    },
  );

  it('given semicolons, decimal commas and local times, then numbers and times are exact', async () => {
    const mapping = aMapping({
      delimiter: ';',
      decimal: ',',
      dateFormat: 'dd.MM.yyyy HH:mm',
      timeZone: 'Europe/Berlin',
    });
    const file = `${header.replaceAll(',', ';')}\r\no1;c1;05.01.2026 10:00;s1;1,5;1.234,50\r\n`;
    const { log } = await importing(file, { mapping });
    expect(log.facts()).toMatchObject([
      {
        time: '2026-01-05T09:00:00.000Z',
        payload: { lines: [{ quantity: 1.5, unitPrice: '1234.50', amountMinor: 185175 }] },
      },
    ]);
  });

  it('given columns parted by blanks, then the header names them', async () => {
    const mapping = aMapping({ format: 'whitespace' });
    const { log } = await importing(` ${header.replaceAll(',', '  ')}\n o1  c1 2026-01-05   s1 1   11.77\n`, {
      mapping,
    });
    expect(log.facts()).toMatchObject([{ payload: { lines: [{ amountMinor: 1177 }] } }]);
  });

  it('given NDJSON of intake objects, then each line is a fact, and bad ones are told by line', async () => {
    const order = {
      kind: 'order',
      source: 's',
      orderId: 'o1',
      customerId: 'c1',
      at: '2026-01-05T10:00:00Z',
      currency: 'EUR',
    };
    const good = JSON.stringify({ ...order, lines: [{ sku: 'a', quantity: 1, unitPrice: '2' }] });
    const bad = JSON.stringify({ ...order, lines: [] });
    const file = `\ufeff${good}\r\n\n{"kind":\n${bad}\n${'x'.repeat(2_000)}\n${good}\n`;
    const { summary, refused } = await importing(file, { mapping: null, longestLine: 1_000 });
    expect(refused.map(({ line, field, reason }) => [line, field, reason])).toEqual([
      [3, '', 'notJson'],
      [4, 'lines', 'missing'],
      [5, '', 'lineTooLong'],
    ]);
    expect(summary).toMatchObject({ read: 5, accepted: 1, duplicates: 1, refused: 3 });
  });

  it.each([
    ['nothing at all', '', 'invalid the file is empty'],
    ['only a byte-order mark', '\ufeff', 'invalid the file is empty'],
    ['gzip of nothing', gzipSync(''), 'invalid the file is empty'],
    ['half of a gzip file', gzipSync(lines(row())).subarray(0, 60), 'invalid the file is damaged gzip'],
    [
      'zero bytes',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]),
      'invalid mapping.encoding: not a text file: it holds zero bytes',
    ],
    [
      'letters of another encoding',
      latin(lines(row({ sku: 'Käse' }))),
      'invalid mapping.encoding: not a text file in utf-8',
    ],
    [
      'bytes at random',
      Buffer.from([0x90, 1, 2, 3, 0xff, 5, 6]),
      'invalid not a text file: it holds control characters',
    ],
    [
      'another header',
      'a,b\n1,2\n',
      'invalid mapping.columns.orderId: the file has no column "order"; its columns are "a", "b"',
    ],
    [
      'a header too long',
      `${'x'.repeat(1_100_000)}\n`,
      'invalid header: line 1 should name the columns and cannot be read (lineTooLong)',
    ],
    [
      'a header with a stray quote',
      '"a"b\n',
      'invalid header: line 1 should name the columns and cannot be read (notCsv)',
    ],
  ])('given %s, then it says what is wrong', async (_, content, message) => {
    expect(await failure(importing(content))).toContain(message);
  });

  it('given a file with columns and no mapping, then it asks for one', async () => {
    expect(await failure(importing(lines(row()), { mapping: null }))).toContain('invalid mapping: not NDJSON');
  });

  it('given a JSON array and no mapping, then it says that every line must be an object', async () => {
    expect(await failure(importing('[{"kind":"order"}]\n', { mapping: null }))).toContain('one JSON object a line');
  });

  it('given control characters in the names of columns, then none of them is passed on', async () => {
    expect(await failure(importing('a\u001b[2Jb,c\n1,2\n'))).toContain('its columns are "a\\u001b[2Jb", "c"');
  });

  it('given two columns of one name, then the first is read, and a refused row shows both', async () => {
    const file = 'order,customer,at,sku,quantity,price,price\no1,c1,2026-01-05T10:00:00Z,s1,1,x,2\n';
    const { refused } = await importing(file);
    expect(refused).toMatchObject([{ reason: 'badPrice', record: { price: 'x', '7': '2' } }]);
  });

  it('given a rule for a column that the file does not have, then the rule is named', async () => {
    const mapping = aMapping({ skip: [{ when: { column: 'status', equals: 'x' }, reason: 'x' }] });
    expect(await failure(importing(lines(row()), { mapping }))).toContain(
      'mapping.skip.0.when.column: the file has no column "status"',
    );
  });

  it('given a header and no rows, then nothing was read and nothing is wrong', async () => {
    expect((await importing(`${header}\n`)).summary).toMatchObject({ read: 0, accepted: 0, refused: 0 });
  });

  it('given a line of 200 MB among others, then it is refused by number and memory stays where it was', async () => {
    const long = Buffer.alloc(1_048_576, 'x');
    const source = (async function* () {
      yield Buffer.from(lines(row()));
      for (let i = 0; i < 200; i++) yield long;
      yield Buffer.from(`\n${row({ order: 'o2' })}\n`);
    })();
    const before = process.memoryUsage.rss();
    const { refused, summary } = await importing('', { source });
    expect(refused).toMatchObject([{ line: 3, reason: 'lineTooLong' }]);
    expect(summary.accepted).toBe(2);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
  });
});

/** Latin letters and the euro sign as windows-1252 has them. */
function latin(text: string): Buffer {
  return Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
}
