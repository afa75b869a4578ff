import { RepeatedDefect } from '@vilfredo/event-sourcing';
import { Log } from './log.js';
import { Readiness } from './readiness.js';
import { Shutdown } from './shutdown.js';
import { stopForDefect } from './stop-for-defect.js';

const defect = new RepeatedDefect({
  ...{ hit: 20, of: 31, reason: 'x of undefined', place: 'evolve (services/scoring/dist/a.js:1:2)' },
  positions: ['orders-0@7', 'orders-2@9'],
});

describe('a process in which a service has stopped for a defect', () => {
  it('says in one line what repeats and how to go on, is not ready, and ends in order with 1', async () => {
    const [lines, codes, did]: [string[], number[], string[]] = [[], [], []];
    const clock = () => 0;
    const log = new Log({ service: 'vilfredo', clock, write: (line) => lines.push(line) });
    const shutdown = new Shutdown({ log, clock, exit: (code) => void codes.push(code) });
    const readiness = new Readiness();
    readiness.markStarted();
    shutdown.step('close', 'stores', async () => void did.push(...(await readiness.obstacles())));

    stopForDefect('scoring', { log, readiness, shutdown })(defect);
    await shutdown.run('SIGTERM');

    const errors = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([
      {
        ...{ time: '1970-01-01T00:00:00.000Z', level: 'error', service: 'scoring' },
        msg: 'a defect hits one customer after the other: the process ends',
        ...{ error: 'x of undefined', place: 'evolve (services/scoring/dist/a.js:1:2)', hit: 20, ofLast: 31 },
        first: 'orders-0@7 orders-2@9',
        goOn: expect.stringContaining('roll back or mend it and start again'),
      },
    ]);
    expect(did).toEqual(['scoring: stopped for a defect that repeats']);
    expect(codes).toEqual([1]);
  });
});
