import { keptId } from '../../test/mail-samples.js';
import type { MailInteraction, MailSettings } from './mail.js';
import { readMail } from './read-mail.stream.js';

const settings: MailSettings = { source: 'mail', own: ['shop.example', 'owner@elsewhere.example'] };
const arrivedAt = Date.UTC(2026, 10, 2, 12);

const question = {
  From: 'Ann Example <ann@customer.example>',
  To: 'service@shop.example',
  Date: 'Mon, 2 Nov 2026 10:00:00 +0000',
  'Message-ID': '<1@customer.example>',
  Subject: 'Where is my order?',
};

type Headers = Readonly<Record<string, string | undefined>>;

/** A question to the shop, but for what is given. */
function mail(headers: Headers = {}, body = 'It did not come.\n'): Buffer {
  const lines = Object.entries({ ...question, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

async function interaction(raw: Buffer, own = settings.own): Promise<MailInteraction> {
  const reading = await readMail(raw, { ...settings, own }, arrivedAt);
  expect(reading.refused).toBeUndefined();
  return reading.interaction as MailInteraction;
}

async function refusal(raw: Buffer | AsyncIterable<Uint8Array>) {
  return (await readMail(raw, settings, arrivedAt)).refused;
}

describe('a mail of a customer', () => {
  it('is an interaction', async () => {
    expect(await interaction(mail())).toEqual({
      source: 'mail',
      interactionId: keptId('1@customer.example'),
      channel: 'email',
      direction: 'in',
      at: '2026-11-02T10:00:00.000Z',
      contactPoint: { kind: 'email', value: 'ann@customer.example' },
      issueId: keptId('1@customer.example'),
      subject: 'Where is my order?',
      text: 'It did not come.',
      attachments: { count: 0, bytes: 0 },
    });
  });

  it('keeps what stands before the @ as it is, and writes the domain small', async () => {
    const { contactPoint } = await interaction(mail({ From: 'Ann.B+Orders@Customer.EXAMPLE' }));
    expect(contactPoint.value).toBe('Ann.B+Orders@customer.example');
  });

  it('is the same however it is cut into chunks', async () => {
    const raw = mail({ 'Content-Type': 'multipart/mixed; boundary="b"' }, '--b\r\n\r\ntext\r\n--b--\r\n');
    async function* bytes(): AsyncGenerator<Uint8Array> {
      for (const byte of raw) yield Uint8Array.of(byte);
    }
    expect(await readMail(bytes(), settings, arrivedAt)).toEqual(await readMail(raw, settings, arrivedAt));
  });

  it('belongs to the thread that it names first', async () => {
    expect((await interaction(mail({ References: '<0@a> <7@b>', 'In-Reply-To': '<7@b>' }))).issueId).toBe(
      keptId('0@a'),
    );
    expect((await interaction(mail({ 'In-Reply-To': '<7@b>' }))).issueId).toBe(keptId('7@b'));
    expect((await interaction(mail({ References: '<1@customer.example>' }))).issueId).toBe(
      keptId('1@customer.example'),
    );
  });

  it('without an id of its own is known by its content', async () => {
    const { interactionId, issueId } = await interaction(mail({ 'Message-ID': undefined }));
    expect(interactionId).toMatch(/^[0-9a-f]{64}$/);
    expect(issueId).toBe(interactionId);
    expect((await interaction(mail({ 'Message-ID': undefined }))).interactionId).toBe(interactionId);
    expect((await interaction(mail({ 'Message-ID': undefined }, 'else'))).interactionId).not.toBe(interactionId);
  });

  it('has an id of bounded length, in which nothing of the sender can be read', async () => {
    const { interactionId } = await interaction(mail({ 'Message-ID': `<${'x'.repeat(5_000)}ann@customer.example>` }));
    expect(interactionId).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sent by a form of our own page is of whom it says to answer', async () => {
    const { direction, contactPoint } = await interaction(
      mail({ From: 'form@shop.example', 'Reply-To': 'bob@customer.example' }),
    );
    expect({ direction, contactPoint }).toEqual({
      direction: 'in',
      contactPoint: { kind: 'email', value: 'bob@customer.example' },
    });
  });
});

describe('a mail of our own', () => {
  it('goes out to the first who is not one of us', async () => {
    for (const From of ['Agent <a7@SHOP.example>', 'owner@elsewhere.example']) {
      const sent = await interaction(mail({ From, To: 'team@shop.example, Ann <ann@customer.example>, b@c.example' }));
      expect(sent).toMatchObject({ direction: 'out', contactPoint: { value: 'ann@customer.example' } });
    }
  });

  it('goes out to a copy or to a member of a group', async () => {
    const headers = { From: 'a7@shop.example', To: 'undisclosed-recipients:;', Cc: 'Customers: ann@customer.example;' };
    expect((await interaction(mail(headers))).contactPoint.value).toBe('ann@customer.example');
  });

  it('to ourselves is no contact', async () => {
    expect(await refusal(mail({ From: 'a7@shop.example' }))).toEqual([{ field: 'to', reason: 'internal' }]);
  });
});

describe('text', () => {
  const words = 'Grüße, 你好';

  it('is decoded from what it is in', async () => {
    const base64 = Buffer.from(words).toString('base64');
    const utf8 = mail({ 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': 'base64' }, base64);
    expect((await interaction(utf8)).text).toBe(words);
    const latin1 = mail(
      { 'Content-Type': 'text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding': 'quoted-printable' },
      'Gr=FC=DFe',
    );
    expect((await interaction(latin1)).text).toBe('Grüße');
    expect((await interaction(mail({ Subject: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=' }))).subject).toBe('Grüße');
  });

  it('in a wrong or unknown charset has replacements', async () => {
    for (const charset of ['utf-8', 'x-nowhere', '"']) {
      const raw = Buffer.concat([
        mail({ 'Content-Type': `text/plain; charset=${charset}` }, ''),
        Buffer.from([71, 114, 0xfc, 0xff, 101]),
      ]);
      expect((await interaction(raw)).text).toMatch(/^Gr.+e$/u);
    }
  });

  it('is made of HTML where there is no other', async () => {
    const raw = mail(
      { 'Content-Type': 'text/html; charset=utf-8' },
      '<head><style>p{}</style></head><p>It did &lt;not&gt; come.<br>Ann</p>',
    );
    expect((await interaction(raw)).text).toBe('It did <not> come.\nAnn');
  });

  it('is cut at 100,000 characters, and never within one', async () => {
    const { text = '' } = await interaction(mail({}, `x${'😀'.repeat(60_000)}`));
    expect(text).toHaveLength(100_000);
    expect(text.isWellFormed()).toBe(true);
  });

  it('has no zero bytes', async () => {
    expect((await interaction(mail({}, 'a\0b'))).text).toBe('a\uFFFDb');
  });
});

describe('attachments', () => {
  it('are counted and not kept', async () => {
    const pdf = Buffer.alloc(3_000, 7).toString('base64').replace(/.{76}/g, '$&\r\n');
    const raw = mail(
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      [
        '--b\r\nContent-Type: text/plain\r\n\r\nSee below.',
        `--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${pdf}`,
        '--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nsecret',
        '--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner',
        '--b--\r\n',
      ].join('\r\n'),
    );
    const { attachments, text } = await interaction(raw);
    expect(text).toBe('See below.');
    expect(attachments).toEqual({
      count: 3,
      bytes: 3_000 + 'secret\r\n'.length + 'Subject: inner\r\n\r\ninner\r\n'.length,
    });
  });
});

describe('what nobody wrote', () => {
  const report = (action: string) =>
    mail(
      {
        From: 'MAILER-DAEMON@mx.example',
        'Return-Path': '<>',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      [
        '--b\r\n\r\nNot delivered.',
        `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822;ann@inner.example\r\nOriginal-Recipient: rfc822; Ann@Customer.example\r\nAction: ${action}\r\nStatus: 5.1.1`,
        '--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nx',
        '--b--',
      ].join('\r\n'),
    );

  it('is a bounce of the address that was not reached', async () => {
    expect(await interaction(report('failed'))).toMatchObject({
      automatic: 'bounce',
      direction: 'in',
      contactPoint: { kind: 'email', value: 'Ann@customer.example' },
      attachments: { count: 0 },
    });
  });

  it('is no bounce when it only took longer', async () => {
    expect((await interaction(report('delayed'))).automatic).toBe('auto-reply');
  });

  it('is refused when it names nobody', async () => {
    const raw = mail({ From: 'MAILER-DAEMON@mx.example', 'Return-Path': '<>' });
    expect(await refusal(raw)).toEqual([{ field: 'recipient', reason: 'noFailedRecipient' }]);
  });

  it.each<[Headers, string | undefined]>([
    [{ 'Auto-Submitted': 'auto-replied (vacation)' }, 'auto-reply'],
    [{ 'Auto-Submitted': 'auto-generated' }, 'auto-reply'],
    [{ 'Auto-Submitted': 'no' }, undefined],
    [{ 'X-Autoreply': 'yes' }, 'auto-reply'],
    [{ Precedence: 'auto_reply' }, 'auto-reply'],
    [{ 'Return-Path': '<>' }, 'auto-reply'],
    [{ 'Return-Path': '<ann@customer.example>' }, undefined],
    [{ Precedence: 'bulk' }, 'list'],
    [{ 'List-Id': 'News <news.customer.example>' }, 'list'],
    [{ 'X-Failed-Recipients': 'ann@customer.example', From: 'x@mx.example' }, 'bounce'],
  ])('%j is %s', async (headers, automatic) => {
    expect((await interaction(mail(headers))).automatic).toBe(automatic);
  });
});

describe('a mail that cannot be used', () => {
  it.each<[string, Buffer, { field: string; reason: string }]>([
    ['nothing', Buffer.alloc(0), { field: 'message', reason: 'empty' }],
    ['no sender', mail({ From: undefined }), { field: 'from', reason: 'noSender' }],
    ['a sender without address', mail({ From: 'Ann' }), { field: 'from', reason: 'noSender' }],
    ['long headers', mail({ 'X-Long': 'x'.repeat(300_000) }), { field: 'headers', reason: 'headersTooLarge' }],
    ['no recipient', mail({ From: 'a7@shop.example', To: undefined }), { field: 'to', reason: 'noRecipient' }],
  ])('%s is refused', async (_, raw, expected) => {
    expect(await refusal(raw)).toEqual([expected]);
  });

  it('has no date when nothing tells', async () => {
    const reading = await readMail(mail({ Date: 'soon' }), settings);
    expect(reading.refused).toEqual([{ field: 'date', reason: 'noDate' }]);
  });

  it('of two gigabytes is refused after the first 25 MB', async () => {
    const chunk = Buffer.alloc(1_000_000, 'x\n');
    let asked = 0;
    async function* large(): AsyncGenerator<Uint8Array> {
      yield mail();
      for (; asked < 2_000; asked++) yield chunk;
    }
    expect(await refusal(large())).toEqual([{ field: 'size', reason: 'tooLarge' }]);
    expect(asked).toBeLessThanOrEqual(25);
  });

  it('of parts within parts is refused beyond a hundred', async () => {
    const nested = (depth: number) => {
      const parts = Array.from(
        { length: depth },
        (_, i) => `Content-Type: multipart/mixed; boundary=b${i}-\r\n\r\n--b${i}-\r\n`,
      );
      return Buffer.from(`From: a@b.example\r\n${parts.join('')}\r\ndeep`);
    };
    expect(await refusal(nested(101))).toEqual([{ field: 'parts', reason: 'nestedTooDeep' }]);
    expect((await readMail(nested(100), settings, arrivedAt)).interaction?.text).toBe('deep');
  });
});
