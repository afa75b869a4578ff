import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ContactDouble, now } from '../../test/contact-double.js';
import { type Serving, serving } from '../../test/serving.js';
import { ImportContactsModule } from './import-contacts.module.js';
import { rehearsal } from './rehearse.js';

const example = (path: string) => readFileSync(new URL(`../../../../examples/${path}`, import.meta.url));
const asterisk = JSON.parse(String(example('mappings/asterisk-cdr.json'))) as object;

describe('importing contacts over HTTP', () => {
  let intake: ContactDouble;
  let service: Serving;
  beforeEach(async () => {
    intake = new ContactDouble();
    const clock = () => now;
    service = await serving(ImportContactsModule.register({ intake, rehearsal: rehearsal(clock), clock }));
  });
  afterEach(() => service.stop());

  const prepare = async (request: object) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(request);
    const answer = await fetch(`${service.url}/interactions/imports`, { method: 'POST', headers, body });
    return { status: answer.status, answer: (await answer.json()) as Record<string, string> };
  };
  const send = async (id: string | undefined, body: Uint8Array<ArrayBuffer>) => {
    const answer = await fetch(`${service.url}/interactions/imports/${id}/content`, { method: 'PUT', body });
    const text = await answer.text();
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
  };
  const importing = async (request: object, content: Buffer) => {
    const { answer } = await prepare({ kind: 'interactions', ...request });
    return send(answer.id, new Uint8Array(content));
  };

  it('given call detail records, zipped or not, then the answer tells progress, what was refused, and the counts', async () => {
    const lines = await importing({ mapping: asterisk }, gzipSync(example('contacts/asterisk-cdr.csv')));
    expect(lines[0]).toEqual({ progress: { bytes: 0, lines: 0, accepted: 0 } });
    expect(lines.flatMap(({ refused }) => (refused === undefined ? [] : [refused]))).toMatchObject([
      { line: 8, field: '', reason: 'internalCall' },
      { line: 9, field: 'from', reason: 'withheldNumber', record: { dst: '4000' } },
    ]);
    expect(lines.at(-1)).toMatchObject({ done: { read: 10, accepted: 8, duplicates: 0, refused: 2 } });
    expect((await importing({ mapping: asterisk }, example('contacts/asterisk-cdr.csv'))).at(-1)).toMatchObject({
      done: { accepted: 0, duplicates: 8 },
    });
  });

  it('given a dry run, then the counts are told and nothing is recorded', async () => {
    const lines = await importing({ mapping: asterisk, dryRun: true }, example('contacts/asterisk-cdr.csv'));
    expect(lines.at(-1)).toMatchObject({ done: { read: 10, accepted: 8 } });
    expect(intake.records).toEqual([]);
  });

  it('given a log that cannot be written, then the answer says when to come back', async () => {
    intake.fail('the disk is full');
    const lines = await importing({ mapping: asterisk }, example('contacts/asterisk-cdr.csv'));
    expect(lines.at(-1)).toEqual({ failed: { field: null, reason: 'the disk is full', retryAfter: 3 } });
  });

  it.each([
    [{ kind: 'orders' }, 'kind'],
    [{ kind: 'interactions', mapping: { kind: 'orders' } }, 'mapping.kind'],
    [{ kind: 'interactions', dryRun: 1 }, 'dryRun'],
    [{ kind: 'interactions', asOf: 'soon' }, 'asOf'],
  ])('given the request %j, then 400 naming %s', async (request, field) => {
    expect(await prepare(request)).toMatchObject({ status: 400, answer: { field } });
  });

  it('given an import that nobody prepared, then 404', async () => {
    expect(await send('unknown', new Uint8Array([1]))).toMatchObject([{ status: 404 }]);
  });
});
