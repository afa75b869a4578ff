import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';

export interface MasterKeySource {
  /** What `VILFREDO_MASTER_KEY` says: 32 bytes in base64. It goes before the file. */
  readonly setting?: string | undefined;
  /** A data folder of this machine, where the key is kept in `vault.key`; made at first. */
  readonly folder?: string | undefined;
}

const keyBytes = 32;
const setting = 'VILFREDO_MASTER_KEY';
const field = 'masterKey';

/**
 * The key that every customer's key is kept under. Whoever has it and the data can read every name.
 * @throws Failure `invalid` when there is none, or none that can be used; its message never shows the key
 */
export async function masterKeyFrom(source: MasterKeySource): Promise<Buffer> {
  if (source.setting !== undefined && source.setting !== '') return decoded(source.setting, setting);
  if (source.folder === undefined) {
    const remedy = 'give 32 random bytes in base64 (openssl rand -base64 32), the same to every process, and keep them';
    throw new Failure('invalid', `${setting} is missing: ${remedy}`, { field });
  }
  const file = join(source.folder, 'vault.key');
  return (await keptAt(file)) ?? (await madeAt(file)) ?? (await keptAt(file)) ?? gone();
}

/**
 * To be asked before anything is opened: makes no key.
 * @throws Failure `invalid` for a key that is given or kept and cannot be used
 */
export async function requireUsableMasterKey({ setting: given, folder }: MasterKeySource): Promise<void> {
  if (given || folder === undefined) await masterKeyFrom({ setting: given });
  else await keptAt(join(folder, 'vault.key'));
}

/** A new key, or undefined when the file is there already. It gets its name once it is whole: another process may look. */
async function madeAt(file: string): Promise<Buffer | undefined> {
  const key = randomBytes(keyBytes);
  const unnamed = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(unnamed, 'wx', 0o600);
    try {
      await handle.writeFile(`${key.toString('base64')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(unnamed, file);
    return key;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return undefined;
    throw new Failure('invalid', `vault.key cannot be made in the data folder (${code})`, { field, cause: error });
  } finally {
    await rm(unnamed, { force: true });
  }
}

async function keptAt(file: string): Promise<Buffer | undefined> {
  if (!existsSync(file)) return undefined;
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Failure('invalid', 'vault.key in the data folder can be read by others: chmod 600 it', { field });
  }
  return decoded((await readFile(file, 'utf8')).trim(), 'vault.key in the data folder');
}

function gone(): never {
  throw new Failure('invalid', 'vault.key was taken out of the data folder while it was looked for', { field });
}

function decoded(text: string, name: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (/^[\w+/-]+={0,2}$/.test(text) && key.length === keyBytes) return key;
  throw new Failure('invalid', `${name} must be ${keyBytes} bytes in base64`, { field });
}
