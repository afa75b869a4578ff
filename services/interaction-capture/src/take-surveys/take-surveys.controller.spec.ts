import { ContactDouble, now } from '../../test/contact-double.js';
import { type Serving, serving } from '../../test/serving.js';
import { answered, plainHeaders, standardHeaders, surveys } from '../../test/surveys.js';
import { TakeSurveysModule } from './take-surveys.module.js';

describe('POST /surveys/{name}', () => {
  let intake: ContactDouble;
  let service: Serving;
  beforeEach(async () => {
    intake = new ContactDouble();
    const limits = { largestBytes: 10_000, withinMs: 300 };
    service = await serving(TakeSurveysModule.register({ intake, clock: () => now, surveys, limits }));
  });
  afterEach(() => service.stop());

  const post = async (name: string, body: string, headers: Record<string, string>) => {
    const answer = await fetch(`${service.url}/surveys/${name}`, { method: 'POST', headers, body });
    return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
  };
  const poll = (body: object, how: { id?: string; at?: number } = {}) => {
    const text = JSON.stringify(body);
    return post('poll', text, standardHeaders(text, how));
  };
  const plain = (changes: object = {}) => {
    const message = { id: 'r-1', sentAt: now / 1_000, customer: 17850, contact: 'c-1', at: now, q: { empathy: '7.5' } };
    const text = JSON.stringify({ ...message, ...changes });
    return post('plain', text, plainHeaders(text));
  };

  it('given a signed message, then 202 and the rating is in the log', async () => {
    expect(await poll(answered)).toEqual({ status: 202, answer: { accepted: 1, duplicates: 0, refused: [] } });
    expect(intake.records).toEqual([
      {
        source: 'poll',
        ratingId: 'msg_1',
        customerId: '17850',
        at: '2026-10-05T11:58:00.000Z',
        rating: { min: 1, max: 5, overall: 4 },
      },
    ]);
  });

  it('given the same message again, then it is a duplicate, also when it is sent anew', async () => {
    await poll(answered);
    expect((await poll(answered)).answer).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await poll(answered, { at: now - 60_000 })).answer).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(intake.records).toHaveLength(1);
  });

  it('given a customer known by mail alone, then the rating has the contact point', async () => {
    await poll({ ...answered, customer: { email: 'ann@example.com' } });
    expect(intake.records).toMatchObject([{ contactPoint: { kind: 'email', value: 'ann@example.com' } }]);
  });

  it('given a source with X-Signature, then its own id, times and texts are read', async () => {
    expect((await plain()).status).toBe(202);
    expect(intake.records).toEqual([
      {
        source: 'plain',
        ratingId: 'r-1',
        customerId: '17850',
        interactionId: 'c-1',
        at: '2026-10-05T12:00:00.000Z',
        rating: { min: 0, max: 10, empathy: 7.5 },
      },
    ]);
    expect((await plain()).answer).toMatchObject({ duplicates: 1 });
  });

  it.each([
    ['an old message', () => poll(answered, { at: now - 301_000 })],
    ['a message of tomorrow', () => poll(answered, { at: now + 301_000 })],
    ['an old time in a body', () => plain({ sentAt: now / 1_000 - 301 })],
    ['no time in a body', () => plain({ sentAt: undefined })],
    ['a body changed on the way', () => post('poll', '{}', standardHeaders('{ }'))],
    ['a signature for another source', () => post('plain', '{}', standardHeaders('{}'))],
    ['no signature', () => post('poll', '{}', { 'content-type': 'application/json' })],
    ['a source nobody knows', () => post('nobody', '{}', standardHeaders('{}'))],
    ['the name of a member of every object', () => post('constructor', '{}', standardHeaders('{}'))],
  ])('given %s, then 401, and nobody is told which part it was', async (_, call) => {
    const { status, answer } = await call();
    expect([status, answer]).toEqual([
      401,
      { type: 'about:blank', title: 'Unauthorized', status: 401, field: null, reason: 'Unauthorized' },
    ]);
    expect(intake.records).toEqual([]);
  });

  it.each([
    ['a rating off its scale', { answers: { stars: 6 } }, 'rating.overall', 'outsideScale'],
    ['a rating that is no number', { answers: { stars: 'NaN' } }, 'rating.overall', 'badRating'],
    ['no rating', { answers: {} }, 'rating', 'missing'],
    ['nobody', { customer: {} }, 'customerId', 'noCustomer'],
    ['no time', { answeredAt: '5 October' }, 'at', 'badDate'],
    ['a time to come', { answeredAt: '2027-10-05T11:58:00Z' }, 'at', 'future'],
  ])('given %s, then 400 with field and reason', async (_, changes, field, reason) => {
    const { status, answer } = await poll({ ...answered, ...changes });
    expect([status, answer.field, answer.reason]).toEqual([400, field, reason]);
  });

  it('given another rating under the same id, then it is refused as a conflict', async () => {
    await poll(answered);
    expect((await poll({ ...answered, answers: { stars: 1 } })).answer).toMatchObject({ reason: 'conflict' });
  });

  it('given a log that cannot be written, then 503 and when to come back', async () => {
    intake.fail('the disk is full');
    expect((await poll(answered)).status).toBe(503);
  });

  it('given another content type, then 415; given too large a body, then 413', async () => {
    expect((await post('poll', '{}', { ...standardHeaders('{}'), 'content-type': 'text/plain' })).status).toBe(415);
    const large = JSON.stringify({ ...answered, note: 'x'.repeat(10_000) });
    expect((await post('poll', large, standardHeaders(large))).status).toBe(413);
  });

  it('tells its own log who was refused and why, once, and never what was sent', async () => {
    for (let i = 0; i < 5; i++) await poll({ ...answered, answers: { stars: 'ann@example.com' } });
    await post('nobody', '"17850"', standardHeaders(''));
    const lines = service.told.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { msg: 'survey refused', source: 'poll', reason: 'badRating' },
      { msg: 'survey refused', source: '(unknown)', reason: 'unknownSource' },
    ]);
    expect(service.told.join('')).not.toMatch(/17850|ann@/);
  });
});
