import { setTimeout as pause } from 'node:timers/promises';
import { describeWithDovecot, type LocalMailServer } from '@vilfredo/local-stack';
import { ImapFlow } from 'imapflow';
import { mailSettings, SampleLog, sampleMail, senderless, until } from '../../test/mail-samples.js';
import type { ImapSettings } from './imap-mailbox.client.js';
import type { MailReport } from './settle-mail.js';
import { type CursorStore, type ImapCursor, type ImapOptions, watchImap } from './watch-imap.watcher.js';

/** Keeps the cursor of a mailbox over restarts of what watches it. */
class SampleCursor implements CursorStore {
  kept: ImapCursor | null = null;
  load = async () => this.kept;
  save = async (cursor: ImapCursor) => {
    this.kept = cursor;
  };
}

describeWithDovecot('a mailbox watched over IMAP', (server) => {
  let mailboxes = 0;
  let mailbox: string;
  let log: SampleLog;
  let cursor: SampleCursor;
  let reports: MailReport[];
  let problems: string[];
  const watches: { stop(): Promise<void> }[] = [];

  beforeEach(async () => {
    mailbox = `Intake${++mailboxes}`;
    log = new SampleLog();
    cursor = new SampleCursor();
    reports = [];
    problems = [];
    await inServer(server(), async (client) => void (await client.mailboxCreate(mailbox)));
  });
  afterEach(async () => {
    for (const one of watches.splice(0)) await one.stop();
  });

  function start(more: Partial<ImapSettings> = {}, others: Partial<ImapOptions> = {}): { stop(): Promise<void> } {
    const one = watchImap({
      server: { ...plainOf(server()), mailbox, ...more },
      settings: mailSettings,
      record: log.record,
      cursor,
      onMail: (report) => reports.push(report),
      onProblem: ({ reason }) => problems.push(reason),
      firstPauseMs: 20,
      ...others,
    });
    watches.push(one);
    return one;
  }

  const deliver = (...mails: string[]) =>
    inServer(server(), async (client) => {
      for (const mail of mails) await client.append(mailbox, mail);
    });
  const caughtUp = (uid: number) => until(() => cursor.kept?.uid === uid, `the cursor stands at ${uid}`);

  it('gives out each mail once: those that wait, and those that come', async () => {
    await deliver(sampleMail(1), sampleMail(2));
    start();
    await caughtUp(2);
    const before = performance.now();
    await deliver(sampleMail(3));
    await caughtUp(3);
    // Told by the server: asking comes minutes later.
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(log.ids).toEqual([1, 2, 3]);
    expect(log.recorded[0]).toMatchObject({
      contactPoint: { value: 'ann@customer.example' },
      text: 'Where is order 1?',
    });
    expect(reports).toEqual([1, 2, 3].map((uid) => ({ mail: `uid ${uid}`, outcome: 'recorded' })));
    expect(problems).toEqual([]);
  });

  it('asked again and again gives out nothing twice', async () => {
    await deliver(sampleMail(1));
    start({}, { askMs: 20 });
    await caughtUp(1);
    await pause(300);
    expect(log.handedIn).toHaveLength(1);
  });

  it('changes nothing in the mailbox', async () => {
    await deliver(sampleMail(1));
    start();
    await caughtUp(1);
    await inServer(server(), async (client) => {
      await client.mailboxOpen(mailbox, { readOnly: true });
      expect(
        [...((await client.fetchAll('1:*', { flags: true }))[0]?.flags ?? [])].filter((flag) => flag !== '\\Recent'),
      ).toEqual([]);
    });
  });

  it('takes a large mail piece by piece, and refuses one that is too large', async () => {
    const large = (bytes: number) => `${sampleMail(1)}${'line of a large mail\r\n'.repeat(bytes / 22)}`;
    await deliver(large(3_300_000), large(3_300_000).replace('<1@', '<2@'));
    start({}, { settings: { ...mailSettings, largestBytes: 3_300_100 } });
    await caughtUp(2);
    expect(reports.map(({ outcome }) => outcome)).toEqual([
      { refused: [{ field: 'size', reason: 'tooLarge' }] },
      { refused: [{ field: 'size', reason: 'tooLarge' }] },
    ]);
    await watches.splice(0)[0]?.stop();
    cursor.kept = null;
    start();
    await until(() => log.ids.length === 2, 'both are taken with more room');
    expect(log.recorded[0]?.text).toHaveLength(100_000);
  });

  it('tells of a refused mail once and passes it by', async () => {
    await deliver(senderless, sampleMail(2));
    await start().stop();
    start();
    await caughtUp(2);
    await watches.splice(0)[1]?.stop();
    start();
    await deliver(sampleMail(3));
    await caughtUp(3);
    expect(log.ids).toEqual([2, 3]);
    expect(reports.filter(({ outcome }) => typeof outcome !== 'string')).toEqual([
      { mail: 'uid 1', outcome: { refused: [{ field: 'from', reason: 'noSender' }] } },
    ]);
  });

  it('goes on from the stored cursor after a restart', async () => {
    await deliver(sampleMail(1), sampleMail(2));
    const first = start();
    await caughtUp(2);
    await first.stop();
    await deliver(sampleMail(3));
    start();
    await caughtUp(3);
    expect(log.handedIn).toHaveLength(3);
  });

  it('loses and doubles nothing when the server is killed', async () => {
    const total = 40;
    await deliver(...Array.from({ length: total / 2 }, (_, i) => sampleMail(i + 1)));
    start();
    await until(() => log.ids.length >= 5, 'it is in the midst of them');
    await server().kill();
    await until(() => problems.length > 0, 'the loss is told');
    await server().restart();
    await deliver(...Array.from({ length: total / 2 }, (_, i) => sampleMail(total / 2 + i + 1)));
    await caughtUp(total);
    expect(log.ids).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    expect(reports.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(total);
  });

  it('moves the cursor only when the log has the mail', async () => {
    log.isOutOfReach = true;
    await deliver(sampleMail(1));
    start();
    await until(() => problems.length >= 2, 'it is tried again');
    expect(cursor.kept).toBeNull();
    log.isOutOfReach = false;
    await caughtUp(1);
    expect(log.ids).toEqual([1]);
  });

  it('reads all again when the server numbers its mails anew, and knows them', async () => {
    await deliver(sampleMail(1), sampleMail(2));
    start();
    await caughtUp(2);
    const before = cursor.kept?.uidValidity;
    await inServer(server(), async (client) => {
      await client.mailboxDelete(mailbox);
      await client.mailboxCreate(mailbox);
    });
    await deliver(sampleMail(2), sampleMail(1), sampleMail(3));
    await watches.splice(0)[0]?.stop();
    start();
    await until(() => cursor.kept?.uidValidity !== before && cursor.kept?.uid === 3, 'it is read again');
    expect(log.ids).toEqual([1, 2, 3]);
    expect(reports.slice(2).map(({ outcome }) => outcome)).toEqual(['duplicate', 'duplicate', 'recorded']);
  });

  it('trusts a server in TLS that it can trust, and no other', async () => {
    await deliver(sampleMail(1));
    const { tlsPort, port, certificate } = server();
    const stranger = start({ port: tlsPort, security: 'tls' });
    await until(() => problems.length > 0, 'it is told');
    await stranger.stop();
    expect(log.ids).toEqual([]);
    const trusting = start({ port: tlsPort, security: 'tls', trust: certificate });
    await caughtUp(1);
    await trusting.stop();
    await deliver(sampleMail(2));
    start({ port, security: 'starttls', trust: certificate });
    await caughtUp(2);
  });

  it('tells of a wrong password without naming the user', async () => {
    start({ password: 'wrong' });
    await until(() => problems.length > 0, 'it is told');
    expect(problems[0]).toBe('the mail server refuses the user or the password');
  });

  it('sends no password in the clear unless it is told to', async () => {
    const { security: _, ...unsaid } = plainOf(server());
    const one = watchImap({
      server: unsaid,
      settings: mailSettings,
      record: log.record,
      cursor,
      onProblem: ({ reason }) => problems.push(reason),
    });
    watches.push(one);
    await until(() => problems.length > 0, 'it is told');
    expect(problems[0]).toMatch(/TLS|does not serve/);
  });
});

function plainOf({ host, port, user, password }: LocalMailServer): ImapSettings {
  return { host, port, user, password, security: 'plain' };
}

/** What another client does there. */
async function inServer(server: LocalMailServer, work: (client: ImapFlow) => Promise<void>): Promise<void> {
  const { host, port, user, password } = server;
  const client = new ImapFlow({
    host,
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.logout();
  }
}
