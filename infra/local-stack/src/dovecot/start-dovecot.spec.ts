import { connect } from 'node:net';
import { isRunning } from '../cache-folder.js';
import { describeWithDovecot } from './describe-with-dovecot.js';

/** What an IMAP server answers to these lines, up to its answer to the last. */
function say(port: number, lines: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ port, host: '127.0.0.1' });
  let heard = '';
  socket.setEncoding('latin1');
  socket.on('error', reject);
  socket.on('data', (text: string) => {
    heard += text;
    if (heard.includes('\r\nz ')) socket.end();
  });
  socket.on('close', () => resolve(heard));
  socket.write(`${[...lines, 'z logout'].join('\r\n')}\r\n`);
  return promise;
}

describeWithDovecot('a mail server for tests', (server) => {
  it('serves its user, and nobody with another password', async () => {
    const { port, user, password } = server();
    expect(await say(port, [`a login ${user} ${password}`])).toContain('a OK');
    expect(await say(port, [`a login ${user} wrong`])).toContain('a NO');
  });

  it('keeps its mail when it is killed and started again', async () => {
    const { port, user, password, kill, restart } = server();
    const login = `a login ${user} ${password}`;
    expect(await say(port, [login, 'b create Kept'])).toContain('b OK');
    const first = server().pid;
    await kill();
    await expect(say(port, [login])).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(isRunning(first)).toBe(false);
    await restart();
    expect(server().pid).not.toBe(first);
    expect(await say(port, [login, 'b list "" *'])).toContain('Kept');
  });
});
