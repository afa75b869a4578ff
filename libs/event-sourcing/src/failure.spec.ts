import { tallying } from '../test/tally.js';
import { Failure, type FailureKind, failureOf, failureTable } from './failure.js';

describe('the failure table', () => {
  it.each<[FailureKind, number, string]>([
    ['refused', 409, 'skip'],
    ['invalid', 400, 'park'],
    ['conflict', 409, 'redecide'],
    ['unavailable', 503, 'retry'],
    ['bug', 500, 'park'],
  ])('answers %s with %d, and has a consumer %s', (kind, status, consumer) => {
    expect(failureTable[kind]).toMatchObject({ status, consumer });
  });

  it('tries again by itself only what time or a repair may mend', () => {
    const kinds = Object.keys(failureTable) as FailureKind[];
    expect(kinds.filter((kind) => failureTable[kind].retriedAlone).sort()).toEqual(['bug', 'unavailable']);
  });

  it.each<[FailureKind, object, Record<string, number>]>([
    ['refused', { parked: false, thrown: null }, { a: 2 }],
    ['invalid', { parked: true, thrown: null }, {}],
    ['unavailable', { parked: false, thrown: 'unavailable' }, {}],
    ['bug', { parked: true, thrown: null }, {}],
  ])('is what a projector does with an event that is %s', async (kind, expected, left) => {
    const { projector, parking, trouble, record, totals } = await tallying();
    trouble.with('bad', kind);
    const folding = projector.project(await record(['a', 'bad', 1], ['a', 'e1', 2]));
    const thrown = await folding.then(
      () => null,
      (error) => failureOf(error).kind,
    );
    expect({ parked: parking.has('a'), thrown }).toEqual(expected);
    expect(await totals()).toEqual(left);
  });
});

describe('a failure', () => {
  it('names the field before the reason', () => {
    const failure = new Failure('invalid', 'is no number', { field: 'lines.0.quantity', retryAfter: 3 });
    expect(failure.message).toBe('lines.0.quantity: is no number');
    expect(failure).toMatchObject({
      kind: 'invalid',
      reason: 'is no number',
      field: 'lines.0.quantity',
      retryAfter: 3,
    });
  });

  it('is what it was when somebody asks what it stands for', () => {
    const failure = new Failure('refused', 'no');
    expect(failureOf(failure)).toBe(failure);
  });

  it('is a bug where we did not throw on purpose, with the error as its cause', () => {
    const error = new TypeError('undefined is not a function');
    expect(failureOf(error)).toMatchObject({ kind: 'bug', reason: 'undefined is not a function', cause: error });
    expect(failureOf('text')).toMatchObject({ kind: 'bug', reason: 'text' });
  });
});
