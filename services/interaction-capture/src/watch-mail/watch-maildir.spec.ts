import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailSettings, SampleLog, sampleMail, senderless, until } from '../../test/mail-samples.js';
import type { MailReport } from './settle-mail.js';
import { type MaildirOptions, watchMaildir } from './watch-maildir.watcher.js';

let folder: string;
let log: SampleLog;
let reports: MailReport[];
const watches: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maildir-'));
  for (const name of ['tmp', 'new', 'cur']) await mkdir(join(folder, name));
  log = new SampleLog();
  reports = [];
});
afterEach(async () => {
  for (const one of watches.splice(0)) await one.stop();
  await rm(folder, { recursive: true });
});

function start(more: Partial<MaildirOptions> = {}): { stop(): Promise<void> } {
  const onMail = (report: MailReport) => reports.push(report);
  const one = watchMaildir({ folder, settings: mailSettings, record: log.record, onMail, firstPauseMs: 20, ...more });
  watches.push(one);
  return one;
}

/** As a mail server delivers: written aside, then moved to `new` whole. */
async function deliver(name: string, content: string): Promise<void> {
  await writeFile(join(folder, 'tmp', name), content);
  await rename(join(folder, 'tmp', name), join(folder, 'new', name));
}

const inside = async (name: string) => (await readdir(join(folder, name))).sort();

describe('a watched maildir', () => {
  it('takes in what waits, in order, and what comes', async () => {
    await deliver('1700000002.a', sampleMail(2));
    await deliver('1700000001.b', sampleMail(1));
    start();
    await until(() => log.ids.length === 2, 'two are taken in');
    await deliver('1700000003.c', sampleMail(3));
    await until(async () => (await inside('cur')).length === 3, 'all are moved');
    expect(log.ids).toEqual([1, 2, 3]);
    expect(await inside('new')).toEqual([]);
    expect(await inside('cur')).toEqual(['1700000001.b:2,', '1700000002.a:2,', '1700000003.c:2,']);
  });

  it('sets a refused mail aside, whole, with its reasons beside it', async () => {
    await deliver('1.a', senderless);
    start();
    await until(async () => (await inside('new')).length === 0, 'it is set aside');
    expect(await inside('.Refused')).toEqual(['1.a', '1.a.json']);
    expect(await readFile(join(folder, '.Refused', '1.a'), 'utf8')).toBe(senderless);
    const reasons = JSON.parse(await readFile(join(folder, '.Refused', '1.a.json'), 'utf8')) as unknown;
    expect(reasons).toEqual({ mail: '1.a', refused: [{ field: 'from', reason: 'noSender' }] });
    await until(() => reports.length === 1, 'it is told');
    expect(reports).toEqual([{ mail: '1.a', outcome: { refused: [{ field: 'from', reason: 'noSender' }] } }]);
  });

  it('leaves a mail where it is until the log has it', async () => {
    log.isOutOfReach = true;
    const problems: string[] = [];
    await deliver('1.a', sampleMail(1));
    start({ onProblem: ({ reason }) => problems.push(reason) });
    await until(() => problems.length >= 2, 'it is tried again');
    expect(await inside('new')).toEqual(['1.a']);
    expect(new Set(problems)).toEqual(new Set(['the log is out of reach']));
    log.isOutOfReach = false;
    await until(async () => (await inside('cur')).length === 1, 'it is taken in');
    expect(log.ids).toEqual([1]);
  });

  it('records once what a crash left in new after it was recorded', async () => {
    await deliver('1.a', sampleMail(1));
    await start().stop();
    start();
    await until(async () => (await inside('cur')).length === 1, 'it is moved');
    await deliver('1.a', sampleMail(1));
    await until(async () => (await inside('cur')).length === 2, 'it is moved beside the first');
    expect(log.handedIn).toHaveLength(2);
    expect(log.ids).toEqual([1]);
    expect(await inside('cur')).toEqual(['1.a:2,', '1.a_2:2,']);
  });

  it('is looked into from time to time, and lets hidden files be', async () => {
    start({ rescanMs: 30 });
    await writeFile(join(folder, 'new', '.hidden'), sampleMail(9));
    await deliver('1.a', sampleMail(1));
    await until(async () => (await inside('cur')).length === 1, 'it is taken in');
    expect(await inside('new')).toEqual(['.hidden']);
  });

  it('that is not there yet is made', async () => {
    await rm(folder, { recursive: true });
    start();
    await until(
      () =>
        readdir(join(folder, 'new')).then(
          () => true,
          () => false,
        ),
      'it is made',
    );
  });

  it('that cannot be used is a problem, told without what mails say', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, '');
    const problems: unknown[] = [];
    start({ onProblem: ({ kind, field, reason }) => problems.push({ kind, field, reason }) });
    await until(() => problems.length > 0, 'it is told');
    expect(problems[0]).toEqual({
      kind: 'unavailable',
      field: 'folder',
      reason: 'the maildir cannot be used (ENOTDIR)',
    });
    await watches[0]?.stop();
    await rm(folder);
    await mkdir(folder);
  });
});
