import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { Failure } from '@vilfredo/event-sourcing';
import type { RefusedRecord } from '@vilfredo/row-files';
import { ContactDouble, now } from '../../test/contact-double.js';
import { readContactMapping } from './contact-mapping.js';
import { type ImportContactsOptions, importContacts } from './import-contacts.runner.js';
import { rehearsal } from './rehearse.js';

const example = (path: string) => readFile(new URL(`../../../../examples/${path}`, import.meta.url));
const shipped = async (name: string) => readContactMapping(JSON.parse(String(await example(`mappings/${name}.json`))));

async function importing(
  content: string | Uint8Array,
  options: Partial<ImportContactsOptions> & { chunk?: number } = {},
) {
  const { chunk = 50, ...rest } = options;
  const intake = rest.intake ?? new ContactDouble();
  const refused: RefusedRecord[] = [];
  const summary = await importContacts({
    source: inChunks(Buffer.from(content), chunk),
    mapping: null,
    onRefused: (one) => void refused.push(one),
    ...rest,
    intake,
  });
  const told = refused.map(({ line, field, reason }) => ({ line, field, reason }));
  return { summary, refused, told, intake: intake as ContactDouble };
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const contact = {
  source: 'crm',
  interactionId: 'c-1',
  customerId: '17850',
  channel: 'phone',
  direction: 'in',
  at: '2026-10-01T09:00:00Z',
};

describe('importing NDJSON of contacts', () => {
  const mixed = [
    contact,
    { source: 'poll', ratingId: 'r-1', customerId: '17850', at: contact.at, rating: { min: 1, max: 5, overall: 4 } },
    { kind: 'wrap-up', source: 'crm', interactionId: 'c-1', at: contact.at, purpose: 'sales' },
    {
      kind: 'attempt',
      source: 'crm',
      attemptId: 'a-1',
      customerId: '1',
      channel: 'phone',
      result: 'reached',
      at: contact.at,
    },
  ];
  const text = mixed.map((one) => `${JSON.stringify(one)}\n`).join('');

  it('given contacts, ratings, wrap-ups and attempts, then each is known for what it is', async () => {
    const { summary, intake } = await importing(text);
    expect(summary).toMatchObject({ read: 4, accepted: 4, duplicates: 0, refused: 0 });
    expect(intake.records).toEqual(mixed);
  });

  it('given the same file again, plain or zipped, then nothing changes', async () => {
    const { intake } = await importing(text);
    const again = await importing(gzipSync(text), { intake });
    expect(again.summary).toMatchObject({ read: 4, accepted: 0, duplicates: 4 });
  });

  it('given lines that cannot be used, then each is told by line, field and reason, and the others go in', async () => {
    const wrong = [{ ...contact, channel: 'fax' }, { ...contact, customerId: undefined }, 'text', { ...contact, x: 1 }];
    const lines = [...wrong.map((one) => JSON.stringify(one)), '{"a":', JSON.stringify(contact)].join('\n');
    const { summary, told } = await importing(lines);
    expect(summary).toMatchObject({ read: 6, accepted: 1, refused: 5 });
    expect([...told].sort((one, other) => one.line - other.line)).toEqual([
      { line: 1, field: 'channel', reason: expect.any(String) },
      { line: 2, field: 'customerId', reason: 'missing' },
      { line: 3, field: '', reason: 'notAnObject' },
      { line: 4, field: 'x', reason: expect.any(String) },
      { line: 5, field: '', reason: 'notJson' },
    ]);
  });

  it('given a file with columns and no mapping, then it says that it needs one', async () => {
    await expect(importing('id,at\n1,2\n')).rejects.toThrow('a file with columns needs a mapping');
  });

  it('given a day up to which to read, then what came later is left out', async () => {
    const { told } = await importing(JSON.stringify(contact), { asOf: Date.parse('2026-09-30T00:00:00Z') });
    expect(told).toEqual([{ line: 1, field: 'at', reason: 'afterAsOf' }]);
  });

  it('given a log that cannot be written, then the import stops and says so', async () => {
    const intake = new ContactDouble();
    intake.fail('the disk is full');
    await expect(importing(text, { intake })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(intake.records).toEqual([]);
  });

  it('given a dry run, then everything is checked and nothing is recorded', async () => {
    const { summary } = await importing(`${text}${JSON.stringify({ ...contact, channel: 'fax' })}`, {
      intake: rehearsal(() => now),
    });
    expect(summary).toMatchObject({ read: 5, accepted: 4, refused: 1 });
  });

  it('given 20,000 lines, then they go to the log in batches', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => JSON.stringify({ ...contact, interactionId: `c-${i}` }));
    const { summary, intake } = await importing(many.join('\n'), { chunk: 65_536 });
    expect(summary.accepted).toBe(20_000);
    expect(Math.max(...intake.calls)).toBe(500);
  });
});

describe('importing CSV of contacts', () => {
  it('given the register of postal mail, then a letter counts when it was written, else when it came', async () => {
    const mapping = await shipped('letters-register');
    const { summary, intake, told } = await importing(await example('contacts/letters-register.csv'), { mapping });
    expect(intake.records[0]).toEqual({
      source: 'post-room',
      interactionId: '2026-0911',
      customerId: '17850',
      channel: 'mail',
      direction: 'in',
      at: '2026-09-27T22:00:00.000Z',
      subject: 'Lamp arrived broken',
      purpose: 'service',
      complaint: { severity: 2 },
    });
    expect(intake.records[1]).toMatchObject({
      contactPoint: { kind: 'address', value: 'Example Road 7, 10115 Sampletown' },
      at: '2026-09-30T22:00:00.000Z',
      purpose: 'sales',
    });
    expect(told).toEqual([
      { line: 4, field: 'written', reason: 'missing' },
      { line: 5, field: '', reason: 'advertisement' },
    ]);
    expect(summary).toMatchObject({ read: 5, accepted: 3, refused: 2 });
  });

  it('given results of a survey, then they are ratings on its scale', async () => {
    const mapping = await shipped('survey-results');
    const { intake, told } = await importing(await example('contacts/survey-results.csv'), { mapping });
    expect(intake.records[0]).toEqual({
      source: 'survey',
      ratingId: 's-1',
      customerId: '17850',
      interactionId: 'c-1',
      at: '2026-10-01T12:00:00.000Z',
      rating: { min: 1, max: 5, reliability: 4, responsiveness: 5 },
    });
    expect(told).toEqual([
      { line: 4, field: 'rating', reason: 'missing' },
      { line: 5, field: 'rating.reliability', reason: 'badRating' },
      { line: 3, field: 'rating.reliability', reason: 'outsideScale' },
    ]);
  });

  it('given contacts of a customer system, then every column finds its field', async () => {
    const mapping = await shipped('contacts');
    const { intake, told } = await importing(await example('contacts/contacts.csv'), { mapping });
    expect(told).toEqual([]);
    expect(intake.records[0]).toEqual({
      source: 'crm',
      interactionId: 'c-1',
      customerId: '17850',
      channel: 'phone',
      direction: 'in',
      purpose: 'service',
      at: '2026-10-01T09:00:00.000Z',
      durationSeconds: 240,
      agentId: 'a7',
      issueId: 'I-1',
      transferred: true,
      rating: { min: 1, max: 5, overall: 2 },
      complaint: { severity: 2 },
    });
    expect(intake.records[1]).toMatchObject({
      contactPoint: { kind: 'email', value: 'ann@example.com' },
      signals: [{ product: '85123A', cue: 'price' }],
    });
  });
});

describe('importing the call detail records of Asterisk', () => {
  it('given a file of its own, then calls, lost calls and attempts come out, and what is no contact is counted', async () => {
    const mapping = await shipped('asterisk-cdr');
    const { summary, intake } = await importing(await example('contacts/asterisk-cdr.csv'), { mapping });
    const told = intake.records.map(({ interactionId, attemptId, direction, durationSeconds, agentId, transferred }) =>
      [interactionId ?? `attempt ${attemptId}`, direction, durationSeconds, agentId, transferred].join(' ').trim(),
    );
    expect(told).toEqual([
      '1759651200.1 in 182 101',
      '1759651500.3 in 0',
      '1759651800.5 out 95 102',
      'attempt 1759652100.7   102',
      '1759652400.9 in 310 103 true',
      'attempt 1759653000.15   101',
    ]);
    expect(summary).toMatchObject({
      read: 10,
      accepted: 8,
      refused: 2,
      refusedBy: { internalCall: 1, withheldNumber: 1 },
    });
    const again = await importing(await example('contacts/asterisk-cdr.csv'), { mapping, intake, chunk: 7 });
    expect(again.summary).toMatchObject({ accepted: 0, duplicates: 8 });
  });

  it('given a file that is none, then every row is refused for its width', async () => {
    const { summary } = await importing('a,b\nc,d\n', { mapping: await shipped('asterisk-cdr') });
    expect(summary).toMatchObject({ read: 2, refusedBy: { wrongColumnCount: 2 } });
  });

  it('given a mapping with a column that is not there, then the file is refused by field', async () => {
    const mapping = readContactMapping({
      kind: 'ratings',
      source: 'poll',
      columns: { ratingId: 'id', customerId: 'customer', at: 'at', overall: 'stars' },
      scale: { min: 1, max: 5 },
    });
    const failed = importing('id,customer,at\n1,2,3\n', { mapping });
    await expect(failed).rejects.toBeInstanceOf(Failure);
    await expect(failed).rejects.toMatchObject({ field: 'mapping.columns.overall' });
  });
});
