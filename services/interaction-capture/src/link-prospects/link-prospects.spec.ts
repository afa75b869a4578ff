import { eventually } from '@vilfredo/testing';
import fc from 'fast-check';
import { aCall, type CapturedFact, type Capturing, capturing } from '../../test/capturing.js';

const number = '030 901820';
const call = (n: number, changes: object = {}) =>
  aCall({
    ...{ interactionId: `c-${n}`, at: `2026-02-1${n}T09:00:00Z`, customerId: undefined },
    ...{ contactPoint: { kind: 'phone', value: number }, text: `text ${n}`, ...changes },
  });
const calls = (facts: readonly CapturedFact[], subject: string) =>
  facts.filter((fact) => fact.type === 'InteractionRecorded' && fact.subject === subject);

describe('linking prospects', () => {
  let deployment: Capturing;
  beforeEach(async () => {
    deployment = await capturing();
  });
  afterEach(() => deployment.dispose());
  const record = (...intakes: unknown[]) => deployment.capture.intake.record(intakes);

  it('given four calls of an unknown number, when it is a customer’s, then they have all four, at their own times, once', async () => {
    for (const n of [0, 1, 2, 3]) await record(call(n));
    await deployment.link('17850', 'phone', '+4930901820');
    await deployment.followed();
    const facts = await deployment.facts();

    expect(calls(facts, '17850').map(({ time, content }) => [time, content])).toEqual(
      [0, 1, 2, 3].map((n) => [`2026-02-1${n}T09:00:00.000Z`, { text: `text ${n}` }]),
    );
    expect(facts.filter(({ type }) => type === 'CustomersMerged')).toMatchObject([
      { time: '2026-02-01T00:00:00.000Z', payload: { into: '17850' } },
    ]);

    await deployment.link('17850', 'phone', number, '2026-02-02T00:00:00.000Z');
    await deployment.followed();
    expect(calls(await deployment.facts(), '17850')).toHaveLength(4);
  });

  it('given a customer who was linked, when they call again, then it is theirs; an old call told again stays one fact', async () => {
    await record(call(0, { rating: { min: 1, max: 5, overall: 1 } }));
    await deployment.link('17850', 'phone', number);
    await deployment.followed();

    expect(await record(call(1))).toEqual([{ outcome: 'recorded', customerId: '17850' }]);
    expect(await record(call(0))).toMatchObject([{ outcome: 'duplicate' }]);
    expect(await record(call(0, { customerId: '17850', contactPoint: undefined }))).toMatchObject([
      { outcome: 'duplicate' },
    ]);
  });

  it('given a prospect who was linked, when the agent still wraps up an old call, then what they say follows', async () => {
    await record(call(0));
    await deployment.link('17850', 'phone', number);
    await deployment.followed();
    await record({
      ...{ kind: 'wrap-up', source: 'pbx', interactionId: 'c-0', at: '2026-02-10T09:10:00Z' },
      rating: { min: 1, max: 5, overall: 2 },
    });
    await deployment.followed();

    expect(await deployment.facts()).toContainEqual(
      expect.objectContaining({ type: 'SatisfactionRated', subject: '17850', time: '2026-02-10T09:00:00.000Z' }),
    );
  });

  it('given a link that is learned only after the number called as unknown, then the two are brought together all the same', async () => {
    await deployment.dispose();
    deployment = await capturing({ follows: false });
    await deployment.link('17850', 'phone', number);
    await record(call(0));
    await deployment.capture.start();
    await deployment.followed();

    expect(calls(await deployment.facts(), '17850')).toHaveLength(1);
  });

  it('given somebody who says who a prospect is, then what happened follows, and their number is the customer’s', async () => {
    const [told] = await record(call(0));
    const prospectId = told !== undefined && 'customerId' in told ? told.customerId : '';
    await record({
      source: 's',
      attemptId: 't',
      customerId: prospectId,
      at: '2026-02-01T00:00:00Z',
      channel: 'phone',
      result: 'reached',
    });

    expect(await deployment.capture.linkByHand(prospectId, '17850')).toMatchObject({ outcome: 'recorded' });
    expect(await deployment.capture.linkByHand(prospectId, '17850')).toMatchObject({ outcome: 'duplicate' });
    await expect(deployment.capture.linkByHand(prospectId, '4711')).rejects.toMatchObject({ kind: 'refused' });
    await deployment.followed();
    const theirs = (await deployment.facts()).filter(({ subject }) => subject === '17850');
    expect(theirs.map(({ type }) => type).sort()).toEqual([
      'ContactAttempted',
      'ContactPointLinked',
      'InteractionRecorded',
    ]);
    expect(theirs.find(({ type }) => type === 'ContactPointLinked')).toMatchObject({
      content: { value: '+4930901820' },
    });
    expect(await record(call(1))).toEqual([{ outcome: 'recorded', customerId: '17850' }]);
  });

  it.each([
    ['17850', '4711', 'prospectId', 'is no prospect'],
    ['prospect-0123456789abcdef', '4711', 'prospectId', 'is not known'],
    ['prospect-0123456789abcdef', 'prospect-0123456789abcdee', 'customerId', 'is a prospect too'],
  ])('given %s who is said to be %s, then %s is refused: %s', async (prospect, customer, field, reason) => {
    await expect(deployment.capture.linkByHand(prospect, customer)).rejects.toMatchObject({
      kind: 'invalid',
      field,
      reason,
    });
  });

  it('given orders under a prospect, before and after they are linked, then they follow', async () => {
    const [told] = await record(call(0));
    const prospectId = told !== undefined && 'customerId' in told ? told.customerId : '';
    const order = (id: string) => ({
      ...{ topic: 'orders', subject: prospectId, id, type: 'OrderPlaced', version: 2, correlationid: id },
      ...{
        time: '2026-02-11T00:00:00.000Z',
        data: JSON.stringify({ source: 'shop', orderId: id, currency: 'EUR', lines: [] }),
      },
    });
    await deployment.log.append([order('o1')]);
    await deployment.link('17850', 'phone', number);
    await deployment.followed();
    await deployment.log.append([order('o2')]);
    await deployment.followed();

    const theirs = (await deployment.events()).filter(
      ({ topic, subject }) => topic === 'orders' && subject === '17850',
    );
    expect(
      theirs.map(({ data, causationid }) => [(JSON.parse(data) as { orderId: string }).orderId, causationid]),
    ).toEqual([
      ['o1', 'o1'],
      ['o2', 'o2'],
    ]);
  });

  it('given a key that was destroyed, when the prospect is linked, then the facts follow without what was sealed', async () => {
    const [told] = await record(call(0));
    await deployment.vault.destroy(told !== undefined && 'customerId' in told ? told.customerId : '');
    await deployment.link('17850', 'phone', number);
    await deployment.followed();

    expect(calls(await deployment.facts(), '17850')).toMatchObject([{ payload: { interactionId: 'c-0' } }]);
    expect(calls(await deployment.facts(), '17850')[0]).not.toHaveProperty('content');
  });

  it('given two customers who share a number, then its contacts are those of whom it was linked to last, in whatever order that is learned', async () => {
    const links: [string, string][] = [
      ['1', '2026-02-01T00:00:00.000Z'],
      ['2', '2026-02-03T00:00:00.000Z'],
      ['3', '2026-02-02T00:00:00.000Z'],
    ];
    for (const [customer, at] of links) await deployment.link(customer, 'phone', number, at);
    await deployment.followed();

    expect(await record(call(0))).toMatchObject([{ customerId: '2' }]);
  });

  it('given appends that break off anywhere on the way, when it starts again, then the customer has everything once', async () => {
    const before = fc.constantFrom<'before' | 'after'>('before', 'after');
    await fc.assert(
      fc.asyncProperty(fc.array(before, { minLength: 1, maxLength: 4 }), async (breaks) => {
        const broken = await capturing({ follows: false });
        try {
          await broken.capture.intake.record([call(0), call(1), call(2)]);
          await broken.link('17850', 'phone', number);
          for (const when of breaks) {
            let hit = false;
            broken.breaks(() => {
              hit = true;
              return when;
            });
            await broken.capture.start();
            await eventually(async () => expect(hit || (await broken.capture.lag()) === 0).toBe(true));
            broken.breaks(() => undefined);
            await broken.restart();
          }
          await broken.capture.start();
          await broken.followed();
          const facts = await broken.facts();
          expect(calls(facts, '17850').map(({ content }) => content)).toEqual(
            [0, 1, 2].map((n) => ({ text: `text ${n}` })),
          );
          expect(facts.filter(({ type }) => type === 'CustomersMerged')).toHaveLength(1);
        } finally {
          await broken.dispose();
        }
      }),
      { numRuns: 5 },
    );
  });

  it('given what is followed, when all is followed once more, then nothing is added', async () => {
    for (const n of [0, 1]) await record(call(n));
    await deployment.link('17850', 'phone', number);
    await deployment.followed();
    const before = (await deployment.events()).length;
    const again = await deployment.another();
    const { events, cursor } = await deployment.log.read({ topics: ['customers', 'interactions'], limit: 100 });
    await again.follow({ events, cursor });

    expect(await deployment.events()).toHaveLength(before);
  });
});
