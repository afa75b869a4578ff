import { execFile } from 'node:child_process';
import { accessSync, constants, globSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '@vilfredo/event-sourcing';
import { cached, cacheFolder } from '../cache-folder.js';
import { programFolders } from '../config.js';
import { runProgram } from '../java-programs.js';

const run = promisify(execFile);

/** Debian's packages of the mail server; what they need beside is looked up. */
const packages = ['dovecot-core', 'dovecot-imapd'] as const;
const needed = ['apt-get', 'apt-cache', 'dpkg', 'ldd', 'openssl', 'sh'] as const;
/** Where Debian's build looks for its modules, and a path of the same length below the folder that it runs in. */
const modulesOfDebian = Buffer.from('/usr/lib/dovecot/modules');
const modulesHere = Buffer.from('././././././././/modules');

/** The programs that a mail server for tests needs and this machine has not. */
export function missingForDovecot(folders = programFolders()): string[] {
  return needed.filter((program) => !folders.some((folder) => isProgram(join(folder, program))));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface DovecotPrograms {
  /** Laid out as the root of a file system. */
  readonly root: string;
  /** For LD_LIBRARY_PATH. */
  readonly libraryPath: string;
}

/**
 * Dovecot from Debian's packages, unpacked once into the cache; nothing is installed and no script of theirs is run.
 * @throws Failure `unavailable` when the packages cannot be fetched or do not fit this machine
 */
export async function dovecotPrograms(): Promise<DovecotPrograms> {
  const [known] = globSync('dovecot-*', { cwd: cacheFolder }).filter((name) => /^dovecot-[\d.]+$/.test(name));
  const root = known === undefined ? await unpacked() : join(cacheFolder, known);
  return { root, libraryPath: libraryPathOf(root) };
}

async function unpacked(): Promise<string> {
  const lists = await usableLists();
  const version = /^Version: (?:\d+:)?([\d.]+)/m.exec(await apt('apt-cache', ['show', packages[0]], lists))?.[1];
  if (version === undefined) throw new Failure('unavailable', `apt-cache knows no version of ${packages[0]}`);
  return cached(`dovecot-${version}`, async (root) => {
    for (const name of packages) await unpack(name, root, lists);
    for (const name of await missingLibraries(lists)) await unpack(name, root, lists);
    await relocate(root);
    await checkLibraries(root);
  });
}

/** Options that name the package lists: none where the system's serve, else lists of our own beside the cache. */
async function usableLists(): Promise<readonly string[]> {
  if (await run('apt-cache', ['show', packages[0]]).then(isTrue, isFalse)) return [];
  const folder = join(cacheFolder, 'apt');
  await mkdir(join(folder, 'lists', 'partial'), { recursive: true });
  await mkdir(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  const own = ['-o', `Dir::State::Lists=${join(folder, 'lists')}`, '-o', `Dir::Cache=${join(folder, 'cache')}`];
  await runProgram('apt-get', [...own, '-qq', 'update'], folder);
  return own;
}

const isTrue = () => true;
const isFalse = () => false;

async function apt(program: string, parameters: readonly string[], lists: readonly string[]): Promise<string> {
  return (await run(program, [...lists, ...parameters], { maxBuffer: 16 * 1024 * 1024 })).stdout;
}

async function unpack(name: string, root: string, lists: readonly string[]): Promise<void> {
  await runProgram('apt-get', [...lists, '-qq', 'download', name], root);
  for (const file of await readdir(root)) {
    if (!file.endsWith('.deb')) continue;
    await runProgram('dpkg', ['-x', join(root, file), root], root);
    await rm(join(root, file));
  }
}

/** Of all that the packages depend on, the libraries that are not installed. */
async function missingLibraries(lists: readonly string[]): Promise<string[]> {
  const without = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map((one) => `--no-${one}`);
  const listed = await apt('apt-cache', ['depends', ...without, ...packages], lists);
  const libraries = new Set(listed.match(/(?<=^ *\|?Depends: )lib\S+/gm) ?? []);
  const { stdout } = await run('dpkg', ['--get-selections'], { maxBuffer: 16 * 1024 * 1024 });
  for (const [, name] of stdout.matchAll(/^([^\s:]+)\S*\s+(?:install|hold)$/gm)) libraries.delete(name ?? '');
  return [...libraries];
}

/** Modules are looked for by an absolute path that was compiled in: it is made one below the folder of the run. */
async function relocate(root: string): Promise<void> {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    if (bytes.subarray(1, 4).toString() !== 'ELF' || !bytes.includes(modulesOfDebian)) continue;
    for (let at = bytes.indexOf(modulesOfDebian); at >= 0; at = bytes.indexOf(modulesOfDebian, at)) {
      modulesHere.copy(bytes, at);
    }
    await writeFile(file, bytes);
  }
}

async function checkLibraries(root: string): Promise<void> {
  const programs = ['usr/sbin/dovecot', 'usr/lib/dovecot/imap-login', 'usr/lib/dovecot/auth', 'usr/lib/dovecot/imap'];
  const { stdout } = await run(
    'ldd',
    programs.map((program) => join(root, program)),
    {
      env: { LD_LIBRARY_PATH: libraryPathOf(root), PATH: programFolders().join(':') },
    },
  );
  // Modules of the server itself find each other only when they are loaded.
  const lacking = stdout.match(/^\s*lib(?!stats_auth|ssl_iostream)\S+(?= => not found)/gm) ?? [];
  if (lacking.length > 0)
    throw new Failure('unavailable', `Dovecot needs ${lacking.map((one) => one.trim()).join(', ')}`);
}

function libraryPathOf(root: string): string {
  const folders = globSync('usr/lib/*-linux-*', { cwd: root });
  return ['usr/lib/dovecot', ...folders].map((folder) => join(root, folder)).join(':');
}
