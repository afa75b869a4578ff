import { type Level, Log } from './log.js';

const logTo = (lines: string[], settings: { pretty?: boolean; level?: Level } = {}): Log =>
  new Log({
    service: 'scoring',
    clock: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    write: (line) => lines.push(line),
    ...settings,
  });

describe('log', () => {
  it('given a message with fields, when it is logged, then one JSON line says time, level, service and the rest', () => {
    const lines: string[] = [];
    logTo(lines).info('batch done', { events: 3 });
    expect(lines).toEqual([
      '{"time":"2026-01-02T03:04:05.006Z","level":"info","service":"scoring","msg":"batch done","events":3}\n',
    ]);
  });

  it('given a terminal, when something is logged, then it reads as text', () => {
    const lines: string[] = [];
    logTo(lines, { pretty: true }).warn('slow', { ms: 12 });
    expect(lines).toEqual(['03:04:05.006 warn  scoring  slow ms=12\n']);
  });

  it('given an error with a cause, when it is logged, then the stacks of both are in the record', () => {
    const lines: string[] = [];
    logTo(lines).error('request failed', new Error('outer', { cause: new Error('inner') }));
    const { level, msg, error, stack } = JSON.parse(lines[0] ?? '');
    expect({ level, msg, error }).toEqual({ level: 'error', msg: 'request failed', error: 'outer' });
    expect(stack).toMatch(/outer[\s\S]*caused by Error: inner/);
  });

  it('given a document, when somebody logs it, then nothing of it that is more than a single value is written', () => {
    const lines: string[] = [];
    logTo(lines).warn({ name: 'Ada' });
    logTo(lines).warn('order', { lines: [{ sku: 'secret' }], size: 2 });
    expect(lines.join('')).not.toMatch(/Ada|secret/);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ msg: 'order', size: 2 });
  });

  it('given a field named like the head of a record, when it is logged, then the head stays', () => {
    const lines: string[] = [];
    logTo(lines).info('hello', { level: 'fake', time: 'never' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', time: '2026-01-02T03:04:05.006Z' });
  });

  it('given what Nest tells of its own start, when the level is info, then it is left out', () => {
    const lines: string[] = [];
    logTo(lines).log('Mapped {/orders, POST} route', 'RouterExplorer');
    logTo(lines, { level: 'debug' }).log('Mapped {/orders, POST} route', 'RouterExplorer');
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['debug']);
  });

  it('given the level warn, when less is logged, then nothing is written; and Nest’s context is kept', () => {
    const lines: string[] = [];
    const log = logTo(lines, { level: 'warn' });
    log.log('mapped', 'RouterExplorer');
    log.debug('detail');
    log.for('feed').warn('late', 'Stream');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ service: 'feed', msg: 'late', context: 'Stream' }]);
  });
});
