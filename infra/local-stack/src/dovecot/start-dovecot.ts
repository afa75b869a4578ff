import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '@vilfredo/event-sourcing';
import { freePort } from '../free-port.js';
import { runProgram } from '../java-programs.js';
import { type LocalServer, newServerFolder } from '../local-server.js';
import { DovecotProcess } from './dovecot-process.js';
import { dovecotPrograms } from './dovecot-programs.js';
import { type DovecotAccount, dovecotSettings } from './dovecot-settings.js';

const run = promisify(execFile);

export interface LocalMailServer extends LocalServer {
  readonly host: '127.0.0.1';
  /** IMAP in the clear, with STARTTLS. */
  readonly port: number;
  /** IMAP in TLS. */
  readonly tlsPort: number;
  /** What a client must trust to be served in TLS, in PEM: it is for `localhost`. */
  readonly certificate: string;
  /** Made for this run. */
  readonly user: string;
  readonly password: string;
}

/**
 * Starts Dovecot on 127.0.0.1 with one user, from Debian's packages, which are fetched the first time. All that it
 * writes is in a temporary folder, which `stop` removes. A restart keeps ports and mailboxes.
 * @throws Failure `unavailable` when the packages cannot be had, or it does not come up
 */
export async function startDovecot(): Promise<LocalMailServer> {
  const programs = await dovecotPrograms();
  const folder = await newServerFolder('dovecot');
  const [port, tlsPort] = [await freePort(), await freePort()];
  const [user, password] = ['intake', randomBytes(12).toString('hex')];
  try {
    const account = await accountOfServer();
    await layOut(folder, account, { user, password });
    await symlink(join(programs.root, 'usr/lib/dovecot/modules'), join(folder, 'run', 'modules'));
    await writeFile(join(folder, 'dovecot.conf'), dovecotSettings({ ...programs, folder, port, tlsPort, account }));
    const process = await DovecotProcess.start({ ...programs, folder, answers: () => greets(port) });
    return Object.assign(localServer(process, folder), {
      host: '127.0.0.1' as const,
      port,
      tlsPort,
      certificate: await readFile(join(folder, 'certificate.pem'), 'utf8'),
      user,
      password,
    });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Mailboxes may not belong to root: when root starts the server, they are nobody's. */
async function accountOfServer(): Promise<DovecotAccount> {
  const { uid, username } = userInfo();
  const user = uid === 0 ? 'nobody' : username;
  return { user, group: (await run('id', ['-gn', user])).stdout.trim() };
}

async function layOut(
  folder: string,
  account: DovecotAccount,
  { user, password }: { user: string; password: string },
): Promise<void> {
  for (const name of ['run', 'state', 'mail']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'users'), `${user}:{PLAIN}${password}\n`);
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await runProgram('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', certificate], folder);
  if (userInfo().uid !== 0) return;
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (which) => run('id', [which, account.user])));
  await chown(join(folder, 'mail'), Number(uid?.stdout), Number(gid?.stdout));
  await chown(join(folder, 'users'), Number(uid?.stdout), Number(gid?.stdout));
  await chmod(folder, 0o711);
}

/** Resolves when an IMAP server says that it is ready. */
async function greets(port: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', timeout: 5_000 });
  try {
    const [greeting] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])]);
    if (!String(greeting).startsWith('* OK')) throw new Failure('unavailable', 'it does not greet');
  } finally {
    socket.destroy();
  }
}

function localServer(process: DovecotProcess, folder: string): LocalServer {
  return {
    get pid() {
      return process.pid;
    },
    kill: () => process.kill(),
    async stop() {
      await process.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
    async restart() {
      await process.stop();
      await process.start();
    },
  };
}
