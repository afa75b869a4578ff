import fc from 'fast-check';
import { aCall, type Capturing, capturing } from '../../test/capturing.js';

const phone = (value: string) => ({ customerId: undefined, contactPoint: { kind: 'phone', value } });

describe('the intake of contacts', () => {
  let deployment: Capturing;
  beforeEach(async () => {
    deployment = await capturing({ follows: false });
  });
  afterEach(() => deployment.dispose());
  const record = (...intakes: unknown[]) => deployment.capture.intake.record(intakes);

  it('given a call with all there is to say, when recorded, then each fact is told under its customer', async () => {
    const call = aCall({
      ...{ durationSeconds: 240, agentId: 'a7', issueId: 'I-1', transferred: true, purpose: 'service' },
      rating: { min: 1, max: 5, overall: 4 },
      ...{ signals: [{ product: '85123A', cue: 'price' }], complaint: { severity: 2 }, text: 'the lamp is broken' },
    });

    expect(await record(call)).toEqual([{ outcome: 'recorded', customerId: '17850' }]);
    expect((await deployment.events()).map(({ data }) => data).join()).not.toContain('lamp');
    expect(await deployment.facts()).toMatchObject([
      {
        type: 'InteractionRecorded',
        subject: '17850',
        time: '2026-02-10T09:00:00.000Z',
        payload: { interactionId: 'c-1', channel: 'phone', purpose: 'service', durationSeconds: 240, issueId: 'I-1' },
        content: { text: 'the lamp is broken' },
      },
      { type: 'SatisfactionRated', payload: { ratingId: 'c-1', scale: { min: 1, max: 5 }, answers: { overall: 4 } } },
      { type: 'InterestSignalled', payload: { product: '85123A', cue: 'price', interactionId: 'c-1' } },
      { type: 'CaseOpened', payload: { caseId: 'I-1', kind: 'complaint', severity: 2, interactionId: 'c-1' } },
      { type: 'CaseTransferred', payload: { interactionId: 'c-1', issueId: 'I-1' } },
    ]);
  });

  it('given the same call again, then it is a duplicate; with other content, a conflict', async () => {
    await record(aCall({ text: 'a' }));

    expect(await record(aCall({ text: 'a' }))).toEqual([{ outcome: 'duplicate', customerId: '17850' }]);
    for (const other of [{ text: 'b' }, { customerId: '2' }, { channel: 'mail' }, { at: '2026-02-10T10:00:00Z' }])
      expect(await record(aCall({ text: 'a', ...other }))).toEqual([{ refused: [{ field: '', reason: 'conflict' }] }]);
    expect(await deployment.events()).toHaveLength(1);
  });

  it('given what cannot be used among what can, then it is refused in its place and nothing else', async () => {
    expect(await record(aCall({ channel: 'fax' }), aCall(), 7)).toEqual([
      { refused: [{ field: 'channel', reason: 'unknownValue' }] },
      { outcome: 'recorded', customerId: '17850' },
      { refused: [{ field: '', reason: 'notAnObject' }] },
    ]);
  });

  it('given a wrap-up that tells what the call’s record did, then it is a duplicate; what is new is added to the call', async () => {
    const remarks = { rating: { min: 1, max: 5, overall: 2 }, complaint: { severity: 1 } };
    await record(aCall(remarks));
    const wrapUp = { kind: 'wrap-up', source: 'pbx', interactionId: 'c-1', at: '2026-02-10T09:30:00Z', ...remarks };

    expect(await record(wrapUp)).toEqual([{ outcome: 'duplicate', customerId: '17850' }]);
    expect(
      await record({ ...wrapUp, signals: [{ product: 'x', cue: 'accept' }], resolved: { recovered: true } }),
    ).toEqual([{ outcome: 'recorded', customerId: '17850' }]);
    expect((await deployment.facts()).slice(3)).toMatchObject([
      { type: 'InterestSignalled', time: '2026-02-10T09:00:00.000Z', subject: '17850' },
      { type: 'CaseResolved', time: '2026-02-10T09:30:00.000Z', payload: { caseId: 'c-1', recovered: true } },
    ]);
  });

  it('given a wrap-up before its call, then both are about one customer, and the agent’s purpose holds', async () => {
    const wrapUp = { kind: 'wrap-up', source: 'pbx', interactionId: 'c-1', at: '2026-02-10T09:30:00Z' };
    const [told] = await record({
      ...wrapUp,
      ...phone('030 901820'),
      purpose: 'sales',
      rating: { min: 1, max: 5, overall: 2 },
    });

    expect(await record(aCall(phone('030 901820')))).toEqual([told]);
    expect(await deployment.facts()).toContainEqual(
      expect.objectContaining({
        type: 'InteractionRecorded',
        payload: expect.objectContaining({ purpose: 'sales' }),
      }),
    );
  });

  it('given a wrap-up or a rating of a call that nobody recorded, then it is refused', async () => {
    const unknown = [{ refused: [{ field: 'interactionId', reason: 'unknownInteraction' }] }];
    const at = '2026-02-10T09:30:00Z';

    expect(await record({ kind: 'wrap-up', source: 'pbx', interactionId: 'c-9', at })).toEqual(unknown);
    expect(
      await record({ source: 'pbx', ratingId: 'r', interactionId: 'c-9', at, rating: { min: 0, max: 10, overall: 3 } }),
    ).toEqual(unknown);
  });

  it('given a matter that the agent names afterwards, then the call is classified by it', async () => {
    await record(aCall());
    await record({ kind: 'wrap-up', source: 'pbx', interactionId: 'c-1', at: '2026-02-10T09:30:00Z', issueId: 'I-7' });

    expect((await deployment.facts()).at(-1)).toMatchObject({
      type: 'InteractionClassified',
      payload: { issueId: 'I-7', interactionId: 'c-1' },
    });
  });

  it('given an unknown number, when it calls, then a prospect is discovered first, the same one in another spelling', async () => {
    const [first] = await record(aCall(phone('030 901820')));
    const [second] = await record(aCall({ interactionId: 'c-2', ...phone('+49 (30) 901820') }));

    expect(first).toEqual({ outcome: 'recorded', customerId: expect.stringMatching(/^prospect-[0-9a-f]{16}$/) });
    expect(second).toEqual(first);
    const facts = await deployment.facts();
    expect(facts.map(({ type }) => type)).toEqual([
      ...['ProspectDiscovered', 'ContactPointLinked', 'InteractionRecorded', 'InteractionRecorded'],
    ]);
    expect(facts[1]).toMatchObject({ payload: { kind: 'phone' }, content: { value: '+4930901820' } });
    expect(JSON.stringify(await deployment.events())).not.toContain('901820');
  });

  it('given two processes to whom the same unknown calls at once, then they come to the same prospect', async () => {
    const other = await deployment.another();
    const calls = Array.from({ length: 20 }, (_, n) => aCall({ interactionId: `c-${n}`, ...phone('030 901820') }));
    const [mine, theirs] = await Promise.all([deployment.capture.intake.record(calls), other.intake.record(calls)]);

    const facts = await deployment.facts();
    expect(new Set(facts.map(({ subject }) => subject)).size).toBe(1);
    expect(facts).toHaveLength(22);
    for (const [i, one] of mine.entries()) {
      expect([one, theirs[i]]).toContainEqual(expect.objectContaining({ outcome: 'recorded' }));
      expect([one, theirs[i]]).toContainEqual(expect.objectContaining({ outcome: 'duplicate' }));
    }
  });

  it('given a number by which nobody can be recognised, then the contact is refused', async () => {
    expect(await record(aCall(phone('anonymous')))).toEqual([
      { refused: [{ field: 'contactPoint.value', reason: 'unreadable' }] },
    ]);
  });

  it.each(['before', 'after'] as const)(
    'given a crash %s the append, when the same is told again, then the log holds it once',
    async (when) => {
      let broken = 0;
      deployment.breaks((events) =>
        events.some(({ topic }) => topic === 'interactions') && broken++ < 1 ? when : undefined,
      );
      const call = aCall({ ...phone('030 901820'), text: 'x', rating: { min: 1, max: 5, overall: 4 } });

      await expect(record(call)).rejects.toMatchObject({ kind: 'unavailable' });
      await deployment.restart();
      const outcome = when === 'before' ? 'recorded' : 'duplicate';
      expect(await record(call)).toMatchObject([{ outcome }]);
      expect((await deployment.facts()).map(({ type }) => type)).toEqual([
        ...['ProspectDiscovered', 'ContactPointLinked', 'InteractionRecorded', 'SatisfactionRated'],
      ]);
    },
  );

  it('given a source that does not say the function, then the rules do; and it stays when the customer has bought since', async () => {
    const call = aCall({ direction: 'out' });
    await record(call, aCall({ interactionId: 'c-2', complaint: { severity: 3 } }), aCall({ interactionId: 'c-3' }));
    await deployment.log.append([
      {
        ...{ topic: 'orders', subject: '17850', id: 'o1', type: 'OrderPlaced', version: 2, correlationid: 'o1' },
        ...{ time: '2026-02-11T00:00:00.000Z', data: '{}' },
      },
    ]);

    expect(await record(call)).toMatchObject([{ outcome: 'duplicate' }]);
    await record(aCall({ interactionId: 'c-4', direction: 'out' }));
    const told = (await deployment.events()).filter(({ type }) => type === 'InteractionRecorded');
    expect(told.map(({ data }) => (JSON.parse(data) as { purpose: string }).purpose)).toEqual([
      ...['prospecting', 'service', 'service', 'market'],
    ]);
  });

  it('given contacts in any order, some of them twice and in any portions, then the log holds the same', async () => {
    const contacts = [
      ...Array.from({ length: 6 }, (_, n) =>
        aCall({ interactionId: `c-${n}`, ...phone(`030 90182${n % 3}`), text: 'x' }),
      ),
      aCall({ interactionId: 'k', complaint: { severity: 1 }, transferred: true }),
      {
        source: 's',
        ratingId: 'r1',
        customerId: '1',
        at: '2026-02-01T00:00:00Z',
        rating: { min: 1, max: 5, empathy: 3 },
      },
      {
        source: 's',
        attemptId: 't1',
        customerId: '1',
        at: '2026-02-01T00:00:00Z',
        channel: 'phone',
        result: 'no-answer',
      },
      {
        kind: 'case-resolved',
        source: 'pbx',
        caseId: 'k',
        customerId: '17850',
        recovered: false,
        at: '2026-02-11T00:00:00Z',
      },
    ];
    const held = async (portions: readonly (readonly number[])[]) => {
      const other = await capturing({ follows: false });
      try {
        await Promise.all(portions.map((portion) => other.capture.intake.record(portion.map((i) => contacts[i]))));
        return (await other.events())
          .map(({ id, type, subject, time, data }) =>
            // Whichever contact came first has discovered the prospect.
            type === 'ProspectDiscovered' || type === 'ContactPointLinked'
              ? [id, type, subject]
              : [id, type, subject, time, data],
          )
          .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
      } finally {
        await other.dispose();
      }
    };
    const tidy = await held([contacts.map((_, i) => i)]);
    expect(tidy).toHaveLength(6 + 3 * 2 + 3 + 3);
    const order = fc.shuffledSubarray([...contacts.keys(), ...contacts.keys()], { minLength: contacts.length * 2 });
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 7 }), async (indexes, size) => {
        const portions: number[][] = [];
        for (let from = 0; from < indexes.length; from += size) portions.push(indexes.slice(from, from + size));
        // Deterministic sealing holds within one deployment's keys only: what is sealed is compared by its presence.
        const untold = (rows: Awaited<ReturnType<typeof held>>) =>
          rows.map((row) => row.map((cell) => cell?.replace(/"sealed":"[^"]*"/, '"sealed"')));
        expect(untold(await held(portions))).toEqual(untold(tidy));
      }),
      { numRuns: 8 },
    );
  });
});
