import { type MboxFormat, MboxSplitter } from './split-mbox.js';

const line = 'From ann@customer.example Mon Nov  2 10:00:00 2026';

function mails(archive: string, { format = 'mboxrd' as MboxFormat, chunk = 1_000_000 } = {}) {
  const splitter = new MboxSplitter(format);
  const found: { offset: number; arrivedAt: number | undefined; text: string }[] = [];
  const bytes = Buffer.from(archive);
  const take = (parts: ReturnType<typeof splitter.take>) => {
    for (const part of parts) {
      if (part.bytes === undefined) found.push({ ...part, text: '' });
      else found[found.length - 1]!.text += part.bytes.toString();
    }
  };
  for (let at = 0; at < bytes.length; at += chunk) take(splitter.take(bytes.subarray(at, at + chunk)));
  take(splitter.end());
  return found;
}

describe('an mbox archive', () => {
  const archive = (end: string) =>
    [line, 'Subject: a', '', 'one', '', `${line} +0100`, 'Subject: b', '', 'two', '', ''].join(end);

  it.each([['\n'], ['\r\n']])('is cut before each From_ line, the blank line before it left out (%j)', (end) => {
    const expected = [`Subject: a${end}${end}one${end}`, `Subject: b${end}${end}two${end}`];
    for (const chunk of [1, 7, 1_000]) expect(mails(archive(end), { chunk }).map(({ text }) => text)).toEqual(expected);
  });

  it('says where each mail begins and when it came', () => {
    const [first, second] = mails(archive('\n'));
    expect(first).toMatchObject({ offset: 0, arrivedAt: Date.UTC(2026, 10, 2, 10) });
    expect(archive('\n').slice(second?.offset)).toMatch(/^From .*\nSubject: b/);
  });

  it('is not cut within a text that speaks of From', () => {
    const [only, ...others] = mails(
      `${line}\n\nhello\nFrom ann@customer.example Mon Nov  2 10:00:00 2026\n\nFrom the start it was wrong.\n`,
    );
    expect(others).toEqual([]);
    expect(only?.text).toContain('\nFrom the start it was wrong.');
  });

  it('is unquoted as it was quoted', () => {
    const quoted = `${line}\n\n>From me\n>>From me\n> From me\n>Fromage\n`;
    expect(mails(quoted)[0]?.text).toBe('\nFrom me\n>From me\n> From me\n>Fromage\n');
    expect(mails(quoted, { format: 'mboxo' })[0]?.text).toBe('\nFrom me\n>>From me\n> From me\n>Fromage\n');
  });
});
