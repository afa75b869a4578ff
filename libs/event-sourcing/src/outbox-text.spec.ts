import fc from 'fast-check';
import type { EventToAppend } from './event.js';
import { changesFromText, changesToText } from './outbox.js';

const text = fc.string({ unit: 'binary' });
const changes: fc.Arbitrary<EventToAppend> = fc.record(
  {
    topic: text,
    subject: text,
    id: text,
    type: text,
    version: fc.nat(),
    time: text,
    correlationid: text,
    causationid: text,
    traceparent: text,
    data: fc.oneof(text, fc.json(), fc.constantFrom('', '\n', '{"a":"\\n"}', '{\n}', '🙂')),
  },
  { requiredKeys: ['topic', 'subject', 'id', 'type', 'version', 'time', 'correlationid', 'data'] },
);

describe('changes kept with a view as text', () => {
  it('come back as they were, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 5 }), (some) => {
        expect(changesFromText(changesToText(some))).toEqual(some);
      }),
    );
  });
});
