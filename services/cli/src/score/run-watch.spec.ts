import { Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import type { Session } from '../session.js';
import { RunWatch } from './run-watch.js';

function watchOver(interruption = new AbortController()) {
  const notes: string[] = [];
  const session = { surroundings: { interrupted: interruption.signal }, note: (text: string) => notes.push(text) };
  return { watch: new RunWatch(session as unknown as Session), notes, interruption };
}

describe('the watch over a run', () => {
  it('given a batch that keeps failing, ends the run with its reason instead of waiting for ever', async () => {
    const { watch } = watchOver();
    const waiting = watch.whileRunning(new Promise<never>(() => undefined));
    for (let attempt = 1; attempt <= 4; attempt++)
      watch.observer.failed(new Failure('unavailable', 'disk full'), attempt);
    await expect(waiting).rejects.toThrow('disk full');
  });

  it('given a batch that fails now and then, lets the run go on', async () => {
    const { watch } = watchOver();
    watch.observer.failed(new Error('once'), 1);
    expect(await watch.whileRunning(Promise.resolve(7))).toBe(7);
  });

  it('given an interruption, ends what is waited for', async () => {
    const { watch, interruption } = watchOver();
    const waiting = watch.whileRunning(new Promise<never>(() => undefined));
    interruption.abort();
    await expect(waiting).rejects.toThrow('abort');
  });

  it('tells of the first events that are set aside, not of thousands', () => {
    const { watch, notes } = watchOver();
    const event = { id: 'e-1', subject: '17' } as StoredEvent;
    for (let n = 0; n < 1_000; n++) watch.observer.parked(event, new Failure('invalid', 'bad'));
    expect(notes).toHaveLength(5);
    expect(notes[0]).toBe('set aside: event e-1 of customer 17: bad');
  });
});
