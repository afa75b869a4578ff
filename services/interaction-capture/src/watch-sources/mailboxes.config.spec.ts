import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { loadMailboxes } from './mailboxes.config.js';

describe('the mailboxes of a settings file', () => {
  let home: TemporaryFolder;
  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(() => home.dispose());

  const load = async (content: unknown, env = {}) => {
    const file = join(home.path, 'mail.json');
    await writeFile(file, JSON.stringify(content));
    return loadMailboxes(file, env);
  };
  const imap = { host: 'mail.example.com', port: 993, user: 'service', passwordEnv: 'MAIL_PASSWORD' };

  it('given a maildir and a server, when they are read, then folders are found from the file and passwords in the environment', async () => {
    const maildir = { source: 'post', own: ['shop.example'], maildir: 'incoming' };
    const server = { source: 'desk', own: ['desk@shop.example'], imap };
    const [first, second] = await load([maildir, server], { MAIL_PASSWORD: 'secret' });
    expect(first).toEqual({
      settings: { source: 'post', own: ['shop.example'] },
      maildir: join(home.path, 'incoming'),
    });
    expect(second?.imap).toEqual({
      host: 'mail.example.com',
      port: 993,
      user: 'service',
      password: 'secret',
      security: 'tls',
    });
  });

  it.each([
    ['no list', {}, /must hold a list/],
    ['neither place', [{ source: 'a', own: ['b.example'] }], /0\. must have either maildir or imap/],
    ['no own addresses', [{ source: 'a', maildir: 'm' }], /0\.own must list own addresses/],
    ['an unknown field', [{ source: 'a', own: ['b'], maildir: 'm', folder: 'x' }], /0\.folder is not known/],
    ['no password', [{ source: 'a', own: ['b'], imap }], /0\.imap\.passwordEnv holds no password/],
    ['one source twice', [1, 2].map(() => ({ source: 'a', own: ['b'], maildir: 'm' })), /two mailboxes .* source a/],
  ])('given %s, when they are read, then it is named', async (_, content, reason) => {
    await expect(load(content)).rejects.toThrow(reason);
  });
});
