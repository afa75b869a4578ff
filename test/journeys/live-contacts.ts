import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { personOf } from '@vilfredo/all-in-one';
import { eventually } from '@vilfredo/testing';
import { call } from '../drills/http-call.js';
import type { AskedDeployment } from './asked-deployment.js';
import { passerBy, prospectNumbers } from './personal-texts.js';

/** The customer whom the passer-by turns out to be. */
export const toldByHand = 'told-by-hand';

/** A maildir and a folder of scanned letters, and what a deployment is started with to watch them. */
export class WatchedFolders {
  private constructor(
    private readonly folder: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async make(folder: string): Promise<WatchedFolders> {
    for (const name of ['cur', 'new', 'tmp']) await mkdir(join(folder, 'maildir', name), { recursive: true });
    await mkdir(join(folder, 'letters'));
    const mailboxes = join(folder, 'mail.json');
    await writeFile(mailboxes, JSON.stringify([{ source: 'desk', own: ['vilfredo.example'], maildir: 'maildir' }]));
    const letters = join(folder, 'letters');
    return new WatchedFolders(folder, { VILFREDO_MAIL: mailboxes, VILFREDO_LETTERS: letters });
  }

  /** A mail and a letter that are taken, and one of each that is not. @param at epoch ms */
  async fill(at: number): Promise<void> {
    const { name, email, subject, text, phone } = passerBy;
    const head = [`From: "${name}" <${email}>`, 'To: desk@vilfredo.example', `Subject: ${subject}`];
    const sent = [`Date: ${new Date(at).toUTCString()}`, 'Message-ID: <1@mail.example>'];
    const type = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8'];
    const mails = { good: [...head, ...sent, ...type, '', text], bad: [`Subject: ${text}`, ...type, '', text] };
    for (const [n, lines] of Object.values(mails).entries()) {
      await this.deliver(`170000000${n}.host`, `${lines.join('\r\n')}\r\n`);
    }
    const contactPoint = { kind: 'phone', value: phone };
    const notes = { good: { contactPoint, subject, written: new Date(at).toISOString() }, bad: { [email]: text } };
    for (const [letter, note] of Object.entries(notes)) {
      await writeFile(join(this.folder, 'letters', `${letter}.pdf`), `%PDF-1.4\n${letter} ${text}\n%%EOF\n`);
      await writeFile(join(this.folder, 'letters', `${letter}.json`), JSON.stringify(note));
    }
  }

  /** As a maildir wants it: no mail is in `new` before it is whole. */
  private async deliver(name: string, mail: string): Promise<void> {
    const [tmp, delivered] = ['tmp', 'new'].map((place) => join(this.folder, 'maildir', place, name));
    await writeFile(tmp!, mail);
    await rename(tmp!, delivered!);
  }
}

/** Somebody is registered, calls, writes and complains, a stranger writes, and much is refused for being wrong. */
export async function live(server: AskedDeployment, folders: WatchedFolders): Promise<void> {
  const { name, birthday, phone, email, address, subject, text } = passerBy;
  const contactPoints = Object.entries({ phone, email, address }).map(([kind, value]) => ({ kind, value }));
  await server.post('/customers', { customerId: toldByHand, name, birthday, contactPoints });
  const isKnown = async () => expect((await call(`${server.url}/customers/${toldByHand}`)).status).toBe(200);
  await eventually(isKnown, { timeout: 60_000, every: 100 });
  const at = new Date(server.now - 60_000).toISOString();
  const contact = { source: 'pbx', channel: 'phone', direction: 'in', at, subject, text };
  const known = { ...contact, interactionId: 'own-1', contactPoint: contactPoints[0], complaint: { severity: 3 } };
  const stranger = personOf(1, prospectNumbers.at(-1)!).email;
  const unknown = { ...contact, interactionId: 'own-2', channel: 'email', contactPoint: stranger };
  await server.post('/interactions', [known, unknown, { ...contact, interactionId: 'own-3', customerId: toldByHand }]);
  await folders.fill(server.now - 60_000);

  const wrong = { ...known, interactionId: 'own-4', channel: text, [email]: phone };
  for (const path of ['/interactions', '/ratings', '/customers', '/orders', `/surveys/${email}`]) {
    const headers = { 'content-type': 'application/json' };
    const { status } = await call(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(wrong) });
    expect({ path, isRefused: status >= 400 && status < 500 }).toEqual({ path, isRefused: true });
  }
  await call(`${server.url}/customers/${encodeURIComponent(name)}?asOf=${encodeURIComponent(text)}`);
}
