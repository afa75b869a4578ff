import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { MailThinner } from './thin-mail.js';

type Part =
  | { readonly kind: 'text' | 'file' | 'encoded'; readonly content: string }
  | { readonly kind: 'many'; readonly boundary: string; readonly parts: readonly Part[] };

const content = fc.stringMatching(/^[a-z \n-]{0,60}$/);
const leaf = fc.record({ kind: fc.constantFrom('text' as const, 'file' as const, 'encoded' as const), content });
const { tree } = fc.letrec<{ tree: Part }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constant('many' as const),
      boundary: fc.stringMatching(/^[a-zA-Z0-9'()+_,./:=?]{1,20}$/),
      parts: fc.array(tie('tree'), { maxLength: 4 }),
    }),
  ),
}));

function written(part: Part, end: string): string {
  if (part.kind === 'many') {
    const parts = part.parts.map((one) => `--${part.boundary}${end}${written(one, end)}${end}`);
    return `Content-Type: multipart/mixed;${end} boundary="${part.boundary}"${end}${end}${parts.join('')}--${part.boundary}--${end}`;
  }
  if (part.kind === 'text') return `Content-Type: text/plain${end}${end}${part.content}`;
  if (part.kind === 'file') return `Content-Type: application/x; name=f${end}${end}${part.content}`;
  const encoded = Buffer.from(part.content).toString('base64');
  return `Content-Type: image/png${end}Content-Transfer-Encoding: base64${end}${end}${encoded}`;
}

function thinned(raw: string): MailThinner {
  const thinner = new MailThinner();
  thinner.take(Buffer.from(raw));
  thinner.end();
  return thinner;
}

const sizeOf = ({ texts }: MailThinner) => Buffer.concat(texts.flatMap(({ source }) => source)).length;

describe('a mail made thin', () => {
  it('has the texts that the parser of whole mails finds, and as many attachments', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.constantFrom('\n', '\r\n'), async (part, end) => {
        const raw = `From: a@b.example${end}${written(part, end)}`;
        const { refused, texts, attachments } = thinned(raw);
        const whole = await PostalMime.parse(raw);
        const each = await Promise.all(texts.map(({ source }) => PostalMime.parse(Buffer.concat(source))));
        expect(refused).toBeUndefined();
        expect(each.map(({ text = '' }) => text).join('\n')).toBe(whole.text ?? '');
        expect(attachments).toBe(whole.attachments.length);
      }),
      { numRuns: 500 },
    );
  });

  it('counts the bytes of attachments as they are when they are decoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 4, max: 76 }), (bytes, width) => {
        const encoded = Buffer.from(bytes)
          .toString('base64')
          .replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n');
        const raw = `Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}`;
        expect(thinned(raw).attachmentBytes).toBe(bytes.length);
      }),
    );
  });

  it('knows HTML that says again what plain text says', () => {
    const part = (type: string) => `--a\nContent-Type: ${type}\n\nx\n`;
    const mail = (...types: string[]) =>
      `Content-Type: multipart/alternative; boundary=a\n\n${types.map(part).join('')}--a--\n`;
    const repeated = (raw: string) => thinned(raw).texts.map(({ kind, isRepeated }) => kind === 'html' && isRepeated);
    expect(repeated(mail('text/plain', 'text/html'))).toEqual([false, true]);
    expect(repeated(mail('text/html'))).toEqual([false]);
    expect(repeated(mail('text/plain', 'text/html').replace('alternative', 'mixed'))).toEqual([false, false]);
  });

  it.each([
    ['text without end', 'Content-Type: text/plain\n\n', 'x'.repeat(1_000_000)],
    ['empty lines', 'Content-Type: text/plain\n\n', '\n'.repeat(1_000_000)],
    ['an attachment', 'Content-Type: image/png\n\n', 'x\n'.repeat(500_000)],
    ['a multipart without parts', 'Content-Type: multipart/mixed; boundary=b\n\n', 'x\n'.repeat(500_000)],
    ['a multipart without boundary', 'Content-Type: multipart/mixed\n\n', 'x\n'.repeat(500_000)],
  ])('is small whatever it is made of: %s', (_, headers, body) => {
    expect(sizeOf(thinned(headers + body))).toBeLessThanOrEqual(400_100);
  });
});
