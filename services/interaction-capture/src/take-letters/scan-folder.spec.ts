import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Log } from '@vilfredo/service';
import { ContactDouble, now } from '../../test/contact-double.js';
import type { ContactIntake } from '../record-contacts/contact-intake.js';
import { ScanWatcher } from './scan-folder.watcher.js';

const pdf = Buffer.from('%PDF-1.7\nthe letter of Ann Example\n%%EOF\n');
const note = { letterId: 'L-1', customerId: '17850', written: '2026-09-28', received: '2026-10-01', subject: 'Broken' };

describe('a folder of scanned letters', () => {
  let folder: string;
  let intake: ContactDouble;
  let told: string[];
  let watcher: ScanWatcher;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-scans-'));
    intake = new ContactDouble();
    told = [];
    watcher = await opened(intake);
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A watcher as after a start; looks are made by hand. */
  async function opened(into: ContactIntake): Promise<ScanWatcher> {
    const log = new Log({ service: 'trial', clock: () => now, level: 'debug', write: (line) => told.push(line) });
    const made = new ScanWatcher({
      folder,
      source: 'post-room',
      intake: into,
      log,
      timeZone: 'Europe/Berlin',
      everyMs: 5,
    });
    await made.start();
    await made.stop();
    return Object.assign(made, { stopped: false });
  }

  const put = async (base: string, scan: Uint8Array | string = pdf, beside: unknown = note, extension = 'pdf') => {
    await writeFile(path.join(folder, `${base}.${extension}`), scan);
    await writeFile(path.join(folder, `${base}.json`), typeof beside === 'string' ? beside : JSON.stringify(beside));
  };
  const twice = async () => {
    await watcher.look();
    return watcher.look();
  };
  const filesIn = (place: string) => readdir(path.join(folder, place)).then((names) => names.sort());
  const reasons = async (base: string) =>
    JSON.parse(await readFile(path.join(folder, 'refused', `${base}.reason.json`), 'utf8')) as unknown;

  it('given a scan and its note, then the letter is recorded as of when it was written, and both are put away', async () => {
    await put('one');
    expect(await twice()).toEqual({ recorded: 1, duplicates: 0, refused: 0, waiting: 0 });
    expect(intake.records).toEqual([
      {
        source: 'post-room',
        interactionId: 'L-1',
        customerId: '17850',
        subject: 'Broken',
        channel: 'mail',
        direction: 'in',
        at: '2026-09-27T22:00:00.000Z',
        attachments: { count: 1, bytes: pdf.length },
      },
    ]);
    expect(await filesIn('done')).toEqual(['one.json', 'one.pdf']);
  });

  it('given no number, then the letter is known by its scan, however the file is called', async () => {
    const { letterId: _, ...unnumbered } = note;
    await put('one', pdf, unnumbered);
    await put('two', pdf, unnumbered, 'PDF');
    expect(await twice()).toMatchObject({ recorded: 1, duplicates: 1 });
    expect(intake.records).toMatchObject([
      { interactionId: `sha256-${createHash('sha256').update(pdf).digest('hex')}` },
    ]);
  });

  it('given a file that still grows, then it is waited for', async () => {
    await put('one');
    expect(await watcher.look()).toMatchObject({ recorded: 0, waiting: 1 });
    await appendFile(path.join(folder, 'one.pdf'), 'more');
    expect(await watcher.look()).toMatchObject({ recorded: 0, waiting: 1 });
    expect(await watcher.look()).toMatchObject({ recorded: 1, waiting: 0 });
  });

  it('given one without the other, or empty, then it is waited for', async () => {
    await put('empty', '');
    await writeFile(path.join(folder, 'scan-alone.png'), 'x');
    await writeFile(path.join(folder, 'note-alone.json'), '{}');
    expect(await twice()).toEqual({ recorded: 0, duplicates: 0, refused: 0, waiting: 3 });
  });

  it('given a link that leads elsewhere, then it is not followed', async () => {
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'vilfredo-elsewhere-'));
    await writeFile(path.join(elsewhere, 'secret.pdf'), pdf);
    await symlink(path.join(elsewhere, 'secret.pdf'), path.join(folder, 'one.pdf'));
    await writeFile(path.join(folder, 'one.json'), JSON.stringify(note));
    expect(await twice()).toMatchObject({ recorded: 0, waiting: 1 });
    await rm(elsewhere, { recursive: true });
  });

  it.each([
    ['what is no scan', 'GIF89a…', note, 'scan', 'notAScan'],
    ['a note that is no JSON', pdf, '{"customerId"', '', 'notJson'],
    ['a note of something else', pdf, '[]', '', 'notAnObject'],
    ['nobody', pdf, { letterId: 'L-1', written: '2026-09-28' }, 'customerId', 'missing'],
    ['no date', pdf, { letterId: 'L-1', customerId: '1' }, 'written', 'missing'],
    ['a date of typing in', pdf, { ...note, typedIn: '2026-10-05' }, 'typedIn', 'unknownField'],
    ['a number that is no text', pdf, { ...note, letterId: 7 }, 'letterId', 'notText'],
    [
      'a rating off its scale',
      pdf,
      { ...note, rating: { min: 1, max: 5, overall: 9 } },
      'rating.overall',
      'outsideScale',
    ],
    ['a note that is too large', pdf, ' '.repeat(65_537), '', 'noteTooLarge'],
  ])('given %s, then both are put aside with the reason', async (_, scan, beside, field, reason) => {
    await put('one', scan, beside);
    expect(await twice()).toMatchObject({ recorded: 0, refused: 1 });
    expect(await reasons('one')).toEqual([{ field, reason }]);
    expect(await filesIn('refused')).toEqual(['one.json', 'one.pdf', 'one.reason.json']);
  });

  it.each([
    ['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]],
    ['JPEG', [0xff, 0xd8, 0xff, 0xe0]],
    ['TIFF', [0x49, 0x49, 0x2a, 0x00]],
    ['TIFF of the other kind', [0x4d, 0x4d, 0x00, 0x2a]],
  ])('given %s, then it is a scan, whatever its name says', async (_, bytes) => {
    await put('one', Buffer.from(bytes), note, 'tif');
    expect(await twice()).toMatchObject({ recorded: 1 });
  });

  it('given a second file of the same name later, then neither overwrites the other', async () => {
    await put('one');
    await twice();
    await put('one', pdf, { ...note, letterId: 'L-2' });
    await twice();
    expect(await filesIn('done')).toEqual(['one.2.json', 'one.2.pdf', 'one.json', 'one.pdf']);
  });

  it('given a stop between the record and the move, then after the start it is a duplicate, not a second letter', async () => {
    await put('one');
    const dying: ContactIntake = {
      record: async (intakes) => {
        await intake.record(intakes);
        throw new Error('killed');
      },
    };
    watcher = await opened(dying);
    await twice();
    expect(intake.records).toHaveLength(1);
    watcher = await opened(intake);
    expect(await twice()).toEqual({ recorded: 0, duplicates: 1, refused: 0, waiting: 0 });
    expect(intake.records).toHaveLength(1);
    expect(await filesIn('done')).toEqual(['one.json', 'one.pdf']);
  });

  it('given a stop between the two moves, then the second is made up for', async () => {
    await put('one');
    await rename(path.join(folder, 'one.pdf'), path.join(folder, 'done', 'one.pdf'));
    expect(await twice()).toEqual({ recorded: 0, duplicates: 0, refused: 0, waiting: 0 });
    expect(await filesIn('done')).toEqual(['one.json', 'one.pdf']);
  });

  it('given a log that cannot be written, then everything stays and is taken later, told once', async () => {
    await put('one');
    intake.fail('the disk is full');
    await twice();
    expect(await watcher.look()).toMatchObject({ recorded: 0, waiting: 1 });
    expect(told.filter((line) => line.includes('the disk is full'))).toHaveLength(1);
    intake.failure = undefined;
    expect(await watcher.look()).toMatchObject({ recorded: 1 });
  });

  it('takes what comes while it runs, and says nothing of names or contents', async () => {
    const running = await opened(intake);
    await running.start();
    await put('Ann Example');
    await put('Bob Example', 'GIF', { ...note, subject: 'private' });
    for (let i = 0; i < 200 && (await filesIn('done')).length + (await filesIn('refused')).length < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await running.stop();
    expect(await filesIn('done')).toEqual(['Ann Example.json', 'Ann Example.pdf']);
    expect(told.join('')).toContain('"recorded":1');
    expect(told.join('')).not.toMatch(/Example|private|Broken/);
  });
});
