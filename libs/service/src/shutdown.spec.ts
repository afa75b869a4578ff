import { EventEmitter } from 'node:events';
import { Log } from './log.js';
import { Shutdown, shutdownPhases } from './shutdown.js';

interface Rig {
  readonly shutdown: Shutdown;
  readonly lines: string[];
  readonly codes: number[];
  readonly did: string[];
}

const rig = (limitMs?: number): Rig => {
  const lines: string[] = [];
  const codes: number[] = [];
  const clock = () => 0;
  const log = new Log({ service: 'test', clock, write: (line) => lines.push(line) });
  const exit = (code: number) => void codes.push(code);
  return {
    shutdown: new Shutdown({ log, clock, exit, ...(limitMs === undefined ? {} : { limitMs }) }),
    lines,
    codes,
    did: [],
  };
};

describe('shutdown', () => {
  it('given a step in every phase, registered in any order, when it runs, then they run in the order of the phases and it exits 0', async () => {
    const { shutdown, codes, did, lines } = rig();
    for (const phase of [...shutdownPhases].reverse()) shutdown.step(phase, 'step', () => void did.push(phase));
    await shutdown.run('SIGTERM');
    expect(did).toEqual(['intake', 'drain', 'store', 'publish', 'commit', 'leave', 'close']);
    expect(codes).toEqual([0]);
    expect(lines.filter((line) => line.includes('"phase over"'))).toHaveLength(7);
  });

  it('given a slow phase, when it runs, then the next waits for it', async () => {
    const { shutdown, did } = rig();
    shutdown.step('drain', 'slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      did.push('drained');
    });
    shutdown.step('commit', 'quick', () => void did.push('committed'));
    await shutdown.run('SIGTERM');
    expect(did).toEqual(['drained', 'committed']);
  });

  it('given both signals and a second one, when they arrive, then it runs once', async () => {
    const { shutdown, codes, did } = rig();
    const signals = new EventEmitter();
    shutdown.step('close', 'step', () => void did.push('closed'));
    shutdown.listen(signals);
    signals.emit('SIGTERM', 'SIGTERM');
    signals.emit('SIGINT', 'SIGINT');
    await shutdown.run('again');
    expect(did).toEqual(['closed']);
    expect(codes).toEqual([0]);
  });

  it('given a step that fails, when it runs, then later phases still run, it is named, and it exits 1', async () => {
    const { shutdown, codes, did, lines } = rig();
    shutdown.step('publish', 'outbox', () => Promise.reject(new Error('no space')));
    shutdown.step('close', 'stores', () => void did.push('closed'));
    await shutdown.run('SIGTERM');
    expect(did).toEqual(['closed']);
    expect(codes).toEqual([1]);
    expect(lines.join('')).toContain('publish/outbox failed');
  });

  it('given a process that cannot do its work, when it fails while it stops anyway, then it ends in order all the same, with 1', async () => {
    const { shutdown, codes, did } = rig();
    shutdown.step('close', 'stores', () => void did.push('closed'));
    const stopping = shutdown.run('SIGTERM');
    await shutdown.fail('a defect');
    await stopping;
    expect(did).toEqual(['closed']);
    expect(codes).toEqual([1]);
  });

  it('given a step that never ends, when the limit passes, then it exits 1 naming the phase and the step', async () => {
    const { shutdown, codes, lines } = rig(30);
    shutdown.step('drain', 'scoring', () => new Promise(() => undefined));
    await shutdown.run('SIGTERM');
    expect(codes).toEqual([1]);
    expect(lines.join('')).toContain('not stopped within 30 ms: drain/scoring');
  });
});
