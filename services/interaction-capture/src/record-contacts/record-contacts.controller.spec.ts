import { read } from '@vilfredo/events';
import { aCall, type Capturing, capturing } from '../../test/capturing.js';
import { type Serving, serving } from '../../test/serving.js';
import { InteractionCaptureModule } from '../interaction-capture.module.js';

const rating = { min: 1, max: 5, overall: 4 };
const at = '2026-02-10T09:10:00Z';

describe('the routes of contacts', () => {
  let deployment: Capturing;
  let served: Serving;
  beforeEach(async () => {
    deployment = await capturing();
    served = await serving(InteractionCaptureModule.register(deployment.capture));
  });
  afterEach(async () => {
    await served.stop();
    await deployment.dispose();
  });

  async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(`${served.url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json', ...headers },
    });
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, body: (await answer.json()) as Record<string, unknown> };
  }
  const types = async () => (await deployment.events()).map(({ type }) => type);

  it('given one contact, then 202 after the log has it, tied to the request that told it', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await post('/interactions', aCall(), { traceparent, 'x-request-id': 'r1' });

    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, duplicates: 0, refused: [] } });
    expect(await deployment.events()).toMatchObject([{ subject: '17850', traceparent, correlationid: 'r1' }]);
  });

  it('given an array with good and bad, then what is usable is recorded and the rest named by line', async () => {
    const answer = await post('/interactions', [aCall(), aCall({ at: 'x' }), aCall(), aCall({ channel: 'mail' })]);

    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, duplicates: 1 } });
    expect(answer.body.refused).toEqual([
      { line: 2, field: 'at', reason: 'badDate' },
      { line: 4, field: '', reason: 'conflict' },
    ]);
  });

  it('given lines of every kind, then each is known by what it holds', async () => {
    const lines = [
      aCall({ rating }),
      { source: 's', ratingId: 'r1', customerId: '1', at, rating },
      { source: 's', attemptId: 't1', customerId: '1', at, channel: 'phone', result: 'no-answer' },
      { kind: 'wrap-up', source: 'pbx', interactionId: 'c-1', at, complaint: { severity: 1 } },
      { source: 'pbx', caseId: 'c-1', customerId: '17850', at, recovered: true },
    ];
    const answer = await post('/interactions', [...lines.map((line) => JSON.stringify(line)), '{', ''].join('\n'));

    expect(answer.body).toEqual({ accepted: 5, duplicates: 0, refused: [{ line: 6, field: '', reason: 'notJson' }] });
    expect(await types()).toEqual([
      ...[
        'InteractionRecorded',
        'SatisfactionRated',
        'SatisfactionRated',
        'ContactAttempted',
        'CaseOpened',
        'CaseResolved',
      ],
    ]);
  });

  it('given nothing usable, then 400 as a problem that names the first field', async () => {
    expect(await post('/interactions', aCall({ source: '' }))).toMatchObject({
      status: 400,
      type: expect.stringContaining('application/problem+json'),
      body: { status: 400, field: 'source', reason: 'missing', refused: [{ line: 1 }], accepted: 0 },
    });
    expect(await post('/interactions', [])).toMatchObject({
      status: 400,
      body: { reason: 'the body holds no contacts' },
    });
    expect(await post('/ratings', aCall())).toMatchObject({ status: 400, body: { accepted: 0 } });
  });

  it('given a log that refuses, then 503, and nothing is acknowledged', async () => {
    deployment.breaks(() => 'before');

    expect(await post('/interactions', [aCall(), aCall({ at: 'x' })])).toMatchObject({ status: 503 });
    expect(await types()).toEqual([]);
  });

  it('given a rating, an attempt, a wrap-up and a case resolved, then each has its route', async () => {
    await post('/interactions', aCall({ source: 'my pbx', complaint: { severity: 3 } }));
    const answers = [
      await post('/ratings', { source: 's', ratingId: 'r1', customerId: '1', at, rating }),
      await post('/attempts', { source: 's', attemptId: 't', customerId: '1', at, channel: 'mail', result: 'refused' }),
      await post('/interactions/my%20pbx/c-1/wrap-up', { at, rating }),
      await post('/interactions/my%20pbx/c-1/wrap-up', { at, transferred: true }),
      await post('/interactions/my%20pbx/c-1/wrap-up', { at, issueId: 'I-1' }),
      await post('/cases/my%20pbx/c-1/resolve', { at, customerId: '17850', recovered: true }),
    ];

    expect(answers.map(({ status, body }) => [status, body.accepted])).toEqual(Array(6).fill([202, 1]));
    expect((await deployment.events()).slice(2).map((event) => [event.subject, read(event).type])).toEqual([
      ['1', 'SatisfactionRated'],
      ['1', 'ContactAttempted'],
      ['17850', 'SatisfactionRated'],
      ['17850', 'CaseTransferred'],
      ['17850', 'InteractionClassified'],
      ['17850', 'CaseResolved'],
    ]);
  });

  it('given a record that contradicts its route, then it is refused', async () => {
    expect(await post('/interactions/pbx/c-1/wrap-up', { at, source: 'other' })).toMatchObject({
      status: 400,
      body: { reason: 'notOfThisRoute' },
    });
  });

  it('given a prospect, when somebody says who that is, then 202, once more too, and 409 for somebody else', async () => {
    await post(
      '/interactions',
      aCall({ customerId: undefined, contactPoint: { kind: 'email', value: 'a@example.com' } }),
    );
    const [{ subject } = { subject: '' }] = await deployment.events();

    expect(await post(`/prospects/${subject}/link`, { customerId: '4711' })).toMatchObject({
      status: 202,
      body: { prospectId: subject, customerId: '4711', outcome: 'recorded' },
    });
    expect(await post(`/prospects/${subject}/link`, { customerId: '4711' })).toMatchObject({ status: 202 });
    expect(await post(`/prospects/${subject}/link`, { customerId: '4712' })).toMatchObject({ status: 409 });
    expect(await post(`/prospects/${subject}/link`, {})).toMatchObject({ status: 400, body: { field: 'customerId' } });
    expect(await post('/prospects/17850/link', { customerId: '4711' })).toMatchObject({ status: 400 });
  });

  it('given names, numbers and texts, when they are recorded or refused, then no line of the log shows them', async () => {
    const contactPoint = { kind: 'email', value: 'somebody@example.com' };
    await post('/interactions', [
      aCall({ contactPoint, customerId: undefined, text: 'secret words' }),
      { text: 'secret words' },
    ]);
    deployment.breaks(() => 'before');
    await post(
      '/interactions',
      aCall({ interactionId: 'c-2', contactPoint, customerId: undefined, text: 'secret words' }),
    );

    expect(served.told.join()).not.toMatch(/somebody|secret/);
    expect(JSON.stringify(await deployment.events())).not.toMatch(/somebody|secret/);
  });
});
