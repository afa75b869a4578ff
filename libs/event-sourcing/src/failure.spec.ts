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

  it.each(Object.keys(failureTable) as FailureKind[])(
    'is what a projector does with an event that is %s',
    async (kind) => {
      const { projector, parking, trouble, record, totals } = await tallying();
      trouble.with('bad', kind);
      const batch = await record(['a', 'bad', 1], ['a', 'e1', 2]);
      const outcome = await projector.project(batch).then(
        () => (parking.has('a') ? 'park' : 'skip'),
        (error) => failureOf(error).kind,
      );
      const { consumer } = failureTable[kind];
      expect(outcome).toBe(consumer === 'retry' ? 'unavailable' : consumer === 'skip' ? 'skip' : 'park');
      expect(await totals()).toEqual(outcome === 'skip' ? { a: 2 } : {});
    },
  );
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
