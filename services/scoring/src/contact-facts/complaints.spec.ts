import { read, type Written } from '@vilfredo/events';
import { caseResolved, complaintOpened } from '@vilfredo/testing';
import fc from 'fast-check';
import { addContact } from './add-contact.js';
import { type ContactFacts, endOf, noContacts } from './contact-facts.js';

const dayOf = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
const opened = (caseId: string, day: number, severity: 1 | 2 | 3 = 1) =>
  complaintOpened({ caseId, at: dayOf(day), severity });
const settled = (caseId: string, day: number, recovered = true) => caseResolved({ caseId, at: dayOf(day), recovered });

function factsOf(events: readonly Written[]): ContactFacts {
  const facts = noContacts();
  for (const event of events) addContact(facts, { time: Date.parse(event.time), event: event.id }, read(event));
  return facts;
}

/** Of each complaint, in order of case and time, whether it was put right; null while it is open. */
const ends = (facts: ContactFacts) =>
  facts.complaints.flatMap((complaint) =>
    complaint.opened.map((opening) => endOf(complaint, opening)?.recovered ?? null),
  );

const somebody = fc.record({
  caseId: fc.constantFrom('one', 'two'),
  day: fc.nat(40),
  severity: fc.constantFrom(1 as const, 2 as const, 3 as const),
  recovered: fc.constantFrom(null, true, false),
});
/** Complaints and ends of cases; what is told of one case at one time is told by one event. */
const histories = fc
  .uniqueArray(somebody, { selector: ({ caseId, day, recovered }) => `${caseId} ${day} ${recovered === null}` })
  .map((all) =>
    all.map(({ caseId, day, severity, recovered }) =>
      recovered === null ? opened(caseId, day, severity) : settled(caseId, day, recovered),
    ),
  );

describe('complaints', () => {
  it('given one case, when it is complained about again after it was settled, then only the first is', () => {
    expect(ends(factsOf([opened('one', 1), settled('one', 3), opened('one', 10)]))).toEqual([true, null]);
  });

  it('given one case, when it is settled after the second complaint, then both are', () => {
    expect(ends(factsOf([opened('one', 1), opened('one', 10), settled('one', 10)]))).toEqual([true, true]);
  });

  it('given two ends, when the first is told last, then the later counts', () => {
    expect(ends(factsOf([opened('one', 1), settled('one', 9, false), settled('one', 3)]))).toEqual([false]);
  });

  it('given another case, when it is settled, then this one is not', () => {
    expect(ends(factsOf([opened('one', 1), settled('two', 3)]))).toEqual([null]);
  });

  it('whatever the order in which they arrive, late or twice, they leave the same facts', () => {
    const told = histories.chain((events) => {
      const shuffled = fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length });
      return fc.tuple(fc.constant(events), shuffled, fc.subarray(events));
    });
    fc.assert(
      fc.property(told, ([events, shuffled, again]) => {
        expect(factsOf([...shuffled, ...again])).toEqual(factsOf(events));
      }),
    );
  });

  it('whatever happened, each complaint is ended by the last end of its case that is not earlier', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const told = events.map((event) => ({ time: event.time, ...read(event) }));
        const expected = told.flatMap((one) => {
          if (one.type !== 'CaseOpened') return [];
          const after = told.flatMap((other) =>
            other.type === 'CaseResolved' && other.payload.caseId === one.payload.caseId && other.time >= one.time
              ? [{ time: other.time, recovered: other.payload.recovered }]
              : [],
          );
          const last = after.sort((a, b) => (a.time < b.time ? -1 : 1)).at(-1);
          return [{ key: `${one.payload.caseId} ${one.time}`, recovered: last?.recovered ?? null }];
        });
        const inOrder = expected.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ recovered }) => recovered);
        expect(ends(factsOf(events))).toEqual(inOrder);
      }),
    );
  });
});
