import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Failure } from '@vilfredo/event-sourcing';
import { keptId } from '../../test/mail-samples.js';
import type { MailInteraction } from '../read-mail/mail.js';
import { importMail, importMailFile } from './import-mail.runner.js';
import type { MailReport, RecordInteraction } from './settle-mail.js';

const settings = { source: 'archive', own: ['shop.example'] };
const mail = (id: number, more = '') =>
  `From: ann@customer.example\nTo: a@shop.example\nMessage-ID: <${id}@x>\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n${more}\nhello ${id}\n`;
const archive = (...mails: string[]) => mails.map((one) => `From x@y Mon Nov  2 10:00:00 2026\n${one}\n`).join('');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is still held when all else is collected: how much lies about depends on when V8 gets to it. */
function heldBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A log that knows what it has by id. */
function log(): { record: RecordInteraction; recorded: MailInteraction[] } {
  const recorded: MailInteraction[] = [];
  return {
    recorded,
    record: async (interaction) => {
      if (interaction.interactionId === keptId('13@x'))
        return { refused: [{ field: 'customerId', reason: 'unlucky' }] };
      if (recorded.some(({ interactionId }) => interactionId === interaction.interactionId)) return 'duplicate';
      recorded.push(interaction);
      return 'recorded';
    },
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('importing mail', () => {
  it('takes a single mail, dated by its file where it has no date', async () => {
    const { record, recorded } = log();
    const path = await file('a.eml', mail(1).replace(/Date:.*\n/, ''));
    await utimes(path, new Date(), new Date('2026-10-01T08:00:00Z'));
    expect(await importMailFile(path, { settings, record })).toEqual({
      read: 1,
      recorded: 1,
      duplicates: 0,
      refused: 0,
    });
    expect(recorded).toMatchObject([{ interactionId: keptId('1@x'), at: '2026-10-01T08:00:00.000Z' }]);
  });

  it('takes every mail of an archive, and says of each what became of it', async () => {
    const { record } = log();
    const path = await file('a.mbox', archive(mail(1), mail(2), mail(1), mail(13), 'To: a@b.example\n\nwho?\n'));
    const reports: MailReport[] = [];
    const onMail = (report: MailReport) => reports.push(report);
    expect(await importMailFile(path, { settings, record, onMail })).toEqual({
      read: 5,
      recorded: 2,
      duplicates: 1,
      refused: 2,
    });
    expect(reports.map(({ outcome }) => outcome)).toEqual([
      'recorded',
      'recorded',
      'duplicate',
      { refused: [{ field: 'customerId', reason: 'unlucky' }] },
      { refused: [{ field: 'from', reason: 'noSender' }] },
    ]);
    expect(reports[1]?.mail).toBe(`byte ${archive(mail(1)).length}`);
  });

  it('changes nothing when it is done again', async () => {
    const { record } = log();
    const path = await file('twice.mbox', archive(mail(1), mail(2)));
    await importMailFile(path, { settings, record });
    expect(await importMailFile(path, { settings, record })).toEqual({
      read: 2,
      recorded: 0,
      duplicates: 2,
      refused: 0,
    });
  });

  it('stops when the log cannot say', async () => {
    const record = async () => {
      throw new Failure('unavailable', 'no log');
    };
    await expect(importMailFile(await file('b.eml', mail(1)), { settings, record })).rejects.toThrow('no log');
  });

  it('says what hinders it to read', async () => {
    const { record } = log();
    await expect(importMailFile(join(folder, 'none'), { settings, record })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(importMailFile(folder, { settings, record })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('takes an archive with a mail of half a gigabyte, and the mail behind it, in constant memory', async () => {
    const { record, recorded } = log();
    let most = 0;
    const chunk = Buffer.alloc(1_000_000, 'A'.repeat(76).concat('\n'));
    async function* large(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(archive(mail(1)));
      yield Buffer.from(`From x@y Mon Nov  2 10:00:00 2026\n${mail(2)}`);
      for (let i = 0; i < 500; i++) {
        yield chunk;
        if (i % 100 === 99) most = Math.max(most, heldBytes());
      }
      yield Buffer.from(`\n\n${archive(mail(3))}`);
    }
    const before = heldBytes();
    expect(await importMail(large(), { settings, record, name: 'large' })).toEqual({
      read: 3,
      recorded: 2,
      duplicates: 0,
      refused: 1,
    });
    expect(recorded.map(({ interactionId }) => interactionId)).toEqual(['1@x', '3@x'].map(keptId));
    expect(most - before).toBeLessThan(50e6);
  });
});
