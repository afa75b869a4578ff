import type { MailInteraction } from '../src/read-mail/mail.js';
import { readMail } from '../src/read-mail/read-mail.stream.js';
import { type HostileMail, hostileMails } from './hostile-mails.js';

const settings = { source: 'mail', own: ['shop.example'] };
const arrivedAt = Date.UTC(2026, 10, 2, 12);
const seed = 20_261_102;

async function outcomeOf({ chunks }: HostileMail, before: number) {
  let growth = 0;
  async function* watched(): AsyncGenerator<Buffer> {
    for (const chunk of chunks()) {
      growth = Math.max(growth, process.memoryUsage.rss() - before);
      yield chunk;
    }
  }
  const started = performance.now();
  const { interaction, refused } = await readMail(watched(), settings, arrivedAt);
  growth = Math.max(growth, process.memoryUsage.rss() - before);
  const outcome = refused === undefined ? 'read' : refused.map(({ reason }) => reason).join();
  return { interaction, outcome, growth, milliseconds: performance.now() - started };
}

function isSound({ contactPoint, at, text = '' }: MailInteraction): boolean {
  const isDated = ['2026-11-02T10:00:00.000Z', '2026-11-02T12:00:00.000Z'].includes(at);
  return isDated && contactPoint.value === 'mallory@hostile.example' && text.length <= 100_000 && !text.includes('\0');
}

describe('200 hostile mails', () => {
  const mails = hostileMails(seed, 200);

  it('are each read or refused as they must be, in bounded memory and time', async () => {
    // What is made once for all of them is made before memory is measured.
    for (const { chunks } of mails.slice(0, 20)) Array.from(chunks(), (chunk) => chunk.length);
    const before = process.memoryUsage.rss();
    let largest = 0;
    let slowest = 0;
    const wrong: string[] = [];
    for (const mail of mails) {
      const { interaction, outcome, growth, milliseconds } = await outcomeOf(mail, before);
      largest = Math.max(largest, growth);
      slowest = Math.max(slowest, milliseconds);
      if (outcome !== mail.expected) wrong.push(`${mail.name}: ${outcome}, not ${mail.expected}`);
      if (interaction !== undefined && !isSound(interaction)) wrong.push(`${mail.name}: not sound`);
    }
    expect(wrong).toEqual([]);
    expect(largest).toBeLessThan(300e6);
    expect(slowest).toBeLessThan(10_000);
  });

  it('are the same for the same seed', () => {
    const bytes = ({ chunks }: HostileMail) => [...chunks()].slice(0, 3).map((chunk) => chunk.toString('latin1'));
    const small = (of: number) =>
      hostileMails(of, 20)
        .filter(({ name }) => /malformed|charset|noise/.test(name))
        .map(bytes);
    expect(small(seed)).toEqual(small(seed));
    expect(small(seed)).not.toEqual(small(seed + 1));
  });
});
