import fc from 'fast-check';
import { readContact } from './read-contact.js';

const now = Date.parse('2026-03-01T12:00:00Z');
const call = {
  source: 'pbx',
  interactionId: 'c-1',
  customerId: '17850',
  channel: 'phone',
  direction: 'in',
  at: '2026-02-10T10:00:00+01:00',
};
const rating = { source: 's', ratingId: 'r-1', customerId: '1', at: call.at, rating: { min: 1, max: 5, overall: 4 } };
const attempt = { source: 's', attemptId: 't', customerId: '1', at: call.at, channel: 'email', result: 'reached' };
const resolved = { source: 's', caseId: 'k', customerId: '1', at: call.at, recovered: true };
const wrapUp = { kind: 'wrap-up', source: 'pbx', interactionId: 'c-1', at: call.at };

const refusedOf = (intake: unknown) =>
  readContact(intake, now).refused?.map(({ field, reason }) => `${field} ${reason}`);

describe('reading contacts', () => {
  it.each([
    ['interaction', call],
    ['rating', rating],
    ['attempt', attempt],
    ['case-resolved', resolved],
    ['wrap-up', wrapUp],
  ])('given no kind but an own id, then it is the %s that this says; the kind may be told too', (kind, intake) => {
    expect(readContact(intake, now).contact).toMatchObject({ kind, at: '2026-02-10T09:00:00.000Z' });
    expect(readContact({ ...intake, kind }, now).contact).toEqual(readContact(intake, now).contact);
  });

  it.each<[string, object, string[]]>([
    [
      'nothing',
      { source: undefined, at: null, customerId: '' },
      ['source missing', 'at missing', 'customerId missing'],
    ],
    ['an unknown kind', { kind: 'fax' }, ['kind unknownKind']],
    ['a kind out of another world', { kind: '__proto__' }, ['kind unknownKind']],
    ['unknown fields', { colour: 1, name: 'x' }, ['colour unknownField', 'name unknownField']],
    ['a key of the prototype', JSON.parse('{"__proto__": {"a": 1}}'), ['__proto__ unknownField']],
    ['a time without offset', { at: '2026-02-10T10:00:00' }, ['at badDate']],
    ['a day that is none', { at: '2026-02-30T10:00:00Z' }, ['at badDate']],
    ['tomorrow', { at: '2026-03-02T11:59:00Z' }, []],
    ['the day after', { at: '2026-03-02T12:01:00Z' }, ['at future']],
    ['another direction', { direction: 'up' }, ['direction unknownValue']],
    ['a purpose that is none', { purpose: 'fun' }, ['purpose unknownValue']],
    ['a duration below zero', { durationSeconds: -1 }, ['durationSeconds outOfRange']],
    ['a duration in words', { durationSeconds: '4' }, ['durationSeconds notANumber']],
    ['an id with a line end', { interactionId: 'a\nb' }, ['interactionId controlCharacter']],
    ['a long id', { interactionId: 'a'.repeat(301) }, ['interactionId tooLong']],
    ['a long text', { text: 'a'.repeat(100_001) }, ['text tooLong']],
    ['a text of several lines', { text: 'a\nb\u0000' }, []],
    ['half a character', { text: '\ud800' }, []],
    ['attachments without a count', { attachments: { bytes: 1 } }, ['attachments.count missing']],
    ['half an attachment', { attachments: { bytes: 1, count: 0.5 } }, ['attachments.count outOfRange']],
    ['a machine that is none', { automatic: 'robot' }, ['automatic unknownValue']],
    ['a flag in words', { transferred: 'no' }, ['transferred notAFlag']],
    ['a complaint without severity', { complaint: {} }, ['complaint.severity missing']],
    ['a complaint too grave', { complaint: { severity: 4 } }, ['complaint.severity outOfRange']],
    ['a complaint that is none', { complaint: true }, ['complaint notAnObject']],
    [
      'a signal of no cue',
      { signals: [{ product: 'p', cue: 'x' }, 3] },
      ['signals.0.cue unknownValue', 'signals.1 notAnObject'],
    ],
    ['signals that are no list', { signals: {} }, ['signals notAList']],
    ['too many signals', { signals: Array(101).fill({ product: 'p', cue: 'price' }) }, ['signals tooMany']],
    ['a contact point of no kind', { contactPoint: { value: 'x' } }, ['contactPoint.kind missing']],
    ['a contact point without value', { contactPoint: { kind: 'phone' } }, ['contactPoint.value missing']],
    ['null where nothing is needed', { text: null, rating: null, signals: null, complaint: null }, []],
  ])('given %s, then it is refused by field', (_, changes, refused) => {
    expect(refusedOf({ ...call, ...changes }) ?? []).toEqual(refused);
  });

  it.each<[object, string[]]>([
    [{ min: 1, max: 5, overall: 5 }, []],
    [{ min: 0, max: 10, empathy: 0, assurance: 10 }, []],
    [{ min: -2, max: 2, overall: -1.5 }, []],
    [{ min: 1, max: 5 }, ['rating.overall missing']],
    [{ min: 1, max: 5, overall: 3, empathy: 3 }, ['rating.overall besideDimensions']],
    [{ min: 5, max: 1, overall: 3 }, ['rating.max badScale']],
    [{ min: 1, max: 1, overall: 1 }, ['rating.max badScale']],
    [{ max: 5, overall: 3 }, ['rating.min missing']],
    [{ min: 1, max: 5, overall: 6 }, ['rating.overall outsideScale']],
    [
      { min: 1, max: 5, reliability: 0, empathy: 9 },
      ['rating.reliability outsideScale', 'rating.empathy outsideScale'],
    ],
    [{ min: 1, max: 5, overall: '4' }, ['rating.overall notANumber']],
    [{ min: 1, max: 5, overall: Number.NaN }, ['rating.overall notANumber']],
    [{ min: 1, max: 5, overall: 4, mood: 1 }, ['rating.mood unknownField']],
  ])('given the rating %j, then %j', (given, refused) => {
    expect(refusedOf({ ...rating, rating: given }) ?? []).toEqual(refused);
    expect(refusedOf({ ...call, rating: given }) ?? []).toEqual(refused);
  });

  it('given a rating without its answers, an attempt without result, a case without outcome, then each is refused', () => {
    expect(refusedOf({ ...rating, rating: undefined })).toEqual(['rating missing']);
    expect(refusedOf({ ...attempt, result: undefined, callBackAt: 'soon' })).toEqual([
      'callBackAt badDate',
      'result missing',
    ]);
    expect(refusedOf({ ...resolved, recovered: 'yes' })).toEqual(['recovered notAFlag']);
    expect(refusedOf({ ...resolved, recovered: undefined, customerId: undefined })).toEqual([
      ...['recovered missing', 'customerId missing'],
    ]);
  });

  it.each([
    [true, { recovered: false }],
    [{ recovered: true }, { recovered: true }],
    [{}, { recovered: false }],
    [false, undefined],
  ])(
    'given a wrap-up that says resolved %j, then the customer was content only where that is said',
    (told, resolved) => {
      const { contact } = readContact({ ...wrapUp, resolved: told }, now);
      expect(contact?.kind === 'wrap-up' && contact.resolved).toEqual(resolved);
    },
  );

  it('given anything at all, then it is read or refused, and nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc
            .record({ kind: fc.anything(), at: fc.anything(), rating: fc.anything(), signals: fc.anything() })
            .map((changes) => ({ ...call, ...changes })),
        ),
        (intake) => {
          const { contact, refused } = readContact(intake, now);
          expect(contact === undefined).toBe(refused !== undefined);
        },
      ),
    );
  });
});
