import { anEvent } from '@vilfredo/testing';
import { EventTail } from './event-tail.js';

describe('the newest events of a log', () => {
  const topics = ['orders'];
  const events = (count: number, data = '{}') => Array.from({ length: count }, () => anEvent({ data }));
  const add = (tail: EventTail, position: number, added: ReturnType<typeof events>) =>
    tail.add(added, position, 0, Array(added.length).fill(0));
  const offsetsIn = (tail: EventTail, after: number, last: number) =>
    tail.between(topics, after, last, 1_000)?.map(({ offset }) => offset);

  it('given events without a gap, when some are asked for, then they are there, of the topics wanted', () => {
    const tail = new EventTail();
    add(tail, 1, events(3));
    tail.add([anEvent({ topic: 'customers' })], 4, 0, [0]);
    add(tail, 5, events(2));

    expect(offsetsIn(tail, 1, 6)).toEqual([2, 3, 5, 6]);
    expect(offsetsIn(tail, 1, 5)).toEqual([2, 3, 5]);
    expect(tail.between(topics, 0, 6, 2)?.map(({ offset }) => offset)).toEqual([1, 2]);
  });

  it('given a gap, when what is before it is asked for, then that is not known', () => {
    const tail = new EventTail();
    add(tail, 1, events(3));
    add(tail, 9, events(3));

    expect(offsetsIn(tail, 2, 11)).toBeUndefined();
    expect(offsetsIn(tail, 8, 11)).toEqual([9, 10, 11]);
  });

  it.each([
    ['much', 'x'.repeat(9_500), 10],
    ['next to nothing', '{}', 199],
  ])(
    'given events that carry %s, when they are more than may be kept, then the oldest are let go of',
    (_, data, kept) => {
      const tail = new EventTail(100_000);
      for (let position = 1; position <= 1_000; position++) add(tail, position, events(1, data));

      expect(offsetsIn(tail, 1_000 - kept, 1_000)).toHaveLength(kept);
      expect(offsetsIn(tail, 1_000 - kept - 1, 1_000)).toBeUndefined();
    },
  );
});
