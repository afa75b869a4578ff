import { Failure } from '@vilfredo/event-sourcing';
import { compileSource, Header } from './column-source.js';
import { readHeader, skipReader, widthTest } from './prepare-row.js';
import { readColumns, readLayout } from './read-layout.js';

const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof Failure && error.kind === 'invalid') return error.message;
    throw error;
  }
  return 'taken';
};

/** What a source makes of one value of one column. */
const made = (source: unknown, value: string) => {
  const { it } = readColumns({ it: source }, ['it'], []);
  return compileSource(it!, new Header(['at']), 'columns.it')([value]);
};

describe('the formats of dates', () => {
  const read = (dateFormat: unknown) => refusal(() => readLayout({ source: 's', dateFormat }));

  it.each(['HH:mm', 'dd.MM. HH:mm', "dd.MM 'year' HH:mm"])(
    'given %j, which names no year, then it is refused',
    (format) => {
      expect(read(['yyyy-MM-dd', format])).toContain(`mapping.dateFormat: ${format} names no year`);
    },
  );

  it.each(['yyyy-MM-dd', 'd/M/yy H:mm', 'yyyyMMdd', "kkkk-'W'WW-c", 'D', 'yyyy'])(
    'given %j, then it is taken',
    (format) => {
      expect(read(format)).toBe('taken');
    },
  );
});

describe('a file whose first line does not name its columns', () => {
  const layout = readLayout({ source: 'pbx', header: ['a', 'b', 'c'], fewestColumns: 2 });
  const row = { line: 1, cells: ['1', '2'] };

  it('given the columns in the mapping, then the first line is a record', () => {
    const { header, named } = readHeader(layout, row);
    expect([header.names, named]).toEqual([['a', 'b', 'c'], false]);
  });

  it('given rows of different length, then the columns at the end may be missing', () => {
    const fits = widthTest(layout, readHeader(layout, row).header);
    expect([['1'], ['1', '2'], ['1', '2', '3'], ['1', '2', '3', ''], ['1', '2', '3', '4']].map(fits)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it.each([
    [{ header: [] }, 'mapping.header: must be a list of different column names'],
    [{ header: ['a', 'a'] }, 'mapping.header: must be a list of different'],
    [{ header: ['a'], fewestColumns: 2 }, 'mapping.fewestColumns: must be a whole number up to'],
    [{ fewestColumns: 2 }, 'mapping.fewestColumns: goes with header'],
  ])('given %j, then it is refused: %s', (fields, message) => {
    expect(refusal(() => readLayout({ source: 'pbx', ...fields }))).toContain(message);
  });
});

describe('where a value comes from', () => {
  it.each([
    [{ column: 'at', match: '^[A-Za-z]+/([^-@/]+)' }, 'SIP/101-0000002a', '101'],
    [{ column: 'at', match: '^[0-9]+' }, '42 left', '42'],
    [{ column: 'at', match: '^[0-9]+' }, 'left', ''],
    [{ column: 'at', values: { BUSY: 'busy' } }, 'BUSY', 'busy'],
    [{ column: 'at', values: { BUSY: 'busy' } }, 'constructor', ''],
    [{ column: 'at', values: { BUSY: 'busy' }, otherwise: 'failed' }, 'ODD', 'failed'],
    [{ firstOf: [{ column: 'at', values: { x: 'y' } }, 'at'] }, 'z', 'z'],
  ])('given %j, then %j becomes %j', (source, value, result) => {
    expect(made(source, value)).toBe(result);
  });

  it.each([
    [{ column: 'at', match: '(a+)+' }, 'mapping.columns.it.match: must not repeat a group'],
    [{ column: 'at', values: { x: 1 } }, 'mapping.columns.it.values: must hold text for text'],
    [{ column: 'at', values: {}, otherwise: 1 }, 'mapping.columns.it.otherwise: must be text'],
    [{ column: 'at' }, 'mapping.columns.it: must be a column name'],
  ])('given %j, then it is refused: %s', (source, message) => {
    expect(refusal(() => made(source, ''))).toContain(message);
  });
});

describe('rows that a mapping leaves out', () => {
  it('given several rules, then the first that fits is the reason', () => {
    const skip = [
      { when: { column: 'at', empty: true }, reason: 'nothing' },
      { when: { column: 'at', startsWith: 'x' }, reason: 'test' },
    ];
    const reason = skipReader(readLayout({ source: 'pbx', skip }), new Header(['at']));
    expect([reason(['']), reason(['x1']), reason(['1'])]).toEqual(['nothing', 'test', undefined]);
  });
});
