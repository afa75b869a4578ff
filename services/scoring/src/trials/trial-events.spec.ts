import { openScratchStore } from '@vilfredo/embedded';
import type { StoredEvent } from '@vilfredo/event-sourcing';
import { anEvent } from '@vilfredo/testing';
import { TrialEvents, trialEvents } from './trial-events.js';

/** `customer@day`, in the order in which they were recorded, all on one day much later. */
function recorded(...happened: readonly string[]): StoredEvent[] {
  return happened.map((words, offset) => {
    const [subject = '', day = ''] = words.split('@');
    const event = anEvent({ id: words, subject, time: `2026-01-${day}T00:00:00.000Z` });
    return { ...event, recordedat: '2026-09-01T00:00:00.000Z', partition: 3, offset };
  });
}

describe('the events of a trial', () => {
  let scratch: Awaited<ReturnType<typeof openScratchStore>>;
  let events: TrialEvents;
  beforeEach(async () => {
    scratch = await openScratchStore();
    events = new TrialEvents(await scratch.store.collection(trialEvents));
  });
  afterEach(() => scratch.dispose());

  const inTime = async () => {
    const all = [];
    for await (const page of events.inTime()) all.push(...page);
    return all;
  };

  it('given events recorded in any order, when they are read, then in the order in which they happened, learned of at once', async () => {
    await events.add(recorded('a@03', 'b@01'));
    await events.add(recorded('a@02'));
    const read = await inTime();
    expect(read.map(({ event }) => event.id)).toEqual(['b@01', 'a@02', 'a@03']);
    for (const { event } of read) expect(event.recordedat).toBe(event.time);
    expect(events.count).toBe(3);
  });

  it('given events of one moment, when they are read, then in the order in which they were recorded', async () => {
    const one = recorded('c@01', 'a@01', 'b@01');
    await events.add(one);
    expect((await inTime()).map(({ event }) => event.id)).toEqual(['c@01', 'a@01', 'b@01']);
  });

  it('given more events than a page holds, when they are read, then each is read once', async () => {
    const days = [...Array(28).keys()].map((day) => String(day + 1).padStart(2, '0'));
    const many = [...Array(40).keys()].flatMap((n) => days.map((day) => `c${n}@${day}`));
    await events.add(recorded(...many));
    const read = (await inTime()).map(({ event }) => event.id);
    expect(new Set(read)).toEqual(new Set(many));
    expect(read).toHaveLength(many.length);
  });

  it('given several buyers, when the orders of one are asked for up to a moment, then these, that moment included', async () => {
    await events.add(
      recorded('a@02', 'b@01', 'a@03', 'a@01', 'a@04').map((event, i) =>
        i === 3 ? { ...event, topic: 'interactions' } : event,
      ),
    );
    const ids = async (at: string, nth: number) =>
      (await events.ordersOf('a', { at: Date.parse(at), nth })).map(({ id }) => id);
    expect(await ids('2026-01-03', 2)).toEqual(['a@02', 'a@03']);
    expect(await ids('2026-01-03', 1)).toEqual(['a@02']);
    expect(await ids('2026-01-01', 9)).toEqual([]);
  });
});
