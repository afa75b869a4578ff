import { readFileSync } from 'node:fs';
import { ContactDouble } from '../../test/contact-double.js';
import { type Serving, serving } from '../../test/serving.js';
import { type ContactMapping, readContactMapping } from '../import-contacts/contact-mapping.js';
import { TakeCallsModule } from './take-calls.module.js';

const asterisk: ContactMapping = readContactMapping(
  JSON.parse(readFileSync(new URL('../../../../examples/mappings/asterisk-cdr.json', import.meta.url), 'utf8')),
);

const call = {
  source: 'switch',
  callId: 'c-1',
  from: '+442079460107',
  to: '4000',
  at: '2026-10-05T08:00:00Z',
  result: 'answered',
  talkSeconds: 61,
  direction: 'in',
  calledAgentId: 'a7',
};

const cdr = {
  source: 'asterisk',
  src: '+442079460107',
  dst: '4000',
  channel: 'PJSIP/trunk-00000007',
  dstchannel: 'PJSIP/101-00000008',
  start: '2026-10-05 08:00:00',
  billsec: 61,
  disposition: 'ANSWERED',
  uniqueid: '1759651200.7',
};

describe('POST /call-records', () => {
  let intake: ContactDouble;
  let service: Serving;
  beforeEach(async () => {
    intake = new ContactDouble();
    service = await serving(TakeCallsModule.register({ intake, mappings: [asterisk] }));
  });
  afterEach(() => service.stop());

  const post = async (body: unknown, type = 'application/json') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${service.url}/call-records`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: text,
    });
    return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
  };

  it('given a call, then 202 and it is in the log; given it again, then it is a duplicate', async () => {
    expect(await post(call)).toEqual({ status: 202, answer: { accepted: 1, duplicates: 0, refused: [] } });
    expect(await post(call)).toEqual({ status: 202, answer: { accepted: 0, duplicates: 1, refused: [] } });
    expect(intake.records).toMatchObject([
      { interactionId: 'c-1', direction: 'in', durationSeconds: 61, agentId: 'a7' },
    ]);
  });

  it('given a source with a mapping, then its own columns are read', async () => {
    expect((await post(cdr)).answer).toMatchObject({ accepted: 1 });
    expect(intake.records).toEqual([
      {
        source: 'asterisk',
        interactionId: '1759651200.7',
        contactPoint: { kind: 'phone', value: '+442079460107' },
        channel: 'phone',
        direction: 'in',
        at: '2026-10-05T08:00:00.000Z',
        durationSeconds: 61,
        agentId: '101',
      },
    ]);
  });

  it('given the legs of a call in one request, then they are one contact', async () => {
    const legs = [{ ...call, result: 'no-answer', talkSeconds: 0, calledAgentId: 'a6' }, call];
    const lines = legs.map((one) => JSON.stringify(one)).join('\n');
    expect((await post(lines, 'application/x-ndjson')).answer).toEqual({ accepted: 2, duplicates: 0, refused: [] });
    expect(intake.records).toMatchObject([{ interactionId: 'c-1', durationSeconds: 61, agentId: 'a7' }]);
  });

  it('given a wrap-up of the same call afterwards, then it speaks of that call', async () => {
    await post(call);
    const wrapUp = { kind: 'wrap-up', source: 'switch', interactionId: 'c-1', at: call.at, purpose: 'service' };
    expect(await intake.record([wrapUp])).toMatchObject([{ outcome: 'recorded' }]);
    const told = intake.records.map(({ source, interactionId }) => `${source} ${interactionId}`);
    expect(new Set(told).size).toBe(1);
  });

  it('given some that cannot be used, then the others go in and each is named by line, field and reason', async () => {
    const { answer } = await post([
      call,
      { ...call, callId: 'c-2', direction: 'sideways' },
      { ...call, callId: 'c-3', secret: 1 },
      { ...call, callId: 'c-4', talkSeconds: -1 },
      { ...call, callId: 'c-5', at: '2026-10-05' },
      { ...call, callId: 'c-6', from: '' },
      { ...call, source: 7 },
      { ...cdr, uniqueid: '2', disposition: 'ODD' },
      'text',
    ]);
    expect(answer).toMatchObject({
      accepted: 1,
      refused: [
        { line: 2, field: 'direction', reason: 'unknownDirection' },
        { line: 3, field: 'secret', reason: 'unknownField' },
        { line: 4, field: 'talkSeconds', reason: 'badDuration' },
        { line: 5, field: 'at', reason: 'badDate' },
        { line: 6, field: 'from', reason: 'withheldNumber' },
        { line: 7, field: 'source', reason: 'notText' },
        { line: 8, field: 'result', reason: 'unknownResult' },
        { line: 9, field: '', reason: 'notAnObject' },
      ],
    });
  });

  it('given none that can be used, then 400 with field and reason', async () => {
    const { status, answer } = await post({ ...call, at: undefined });
    expect([status, answer.field, answer.reason]).toEqual([400, 'at', 'missing']);
    expect((await post([])).status).toBe(400);
  });

  it('given a log that cannot be written, then 503 and nothing is acknowledged', async () => {
    intake.fail('the disk is full');
    expect((await post(call)).status).toBe(503);
  });

  it('says nothing of numbers in its own log', async () => {
    await post({ ...call, to: 'x', from: '' });
    intake.fail('no');
    await post(call);
    expect(service.told.join('')).not.toContain('2079460107');
  });
});
