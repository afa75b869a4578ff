import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@vilfredo/event-sourcing';

/** Folder of this package: the same from its sources and from its build. */
export const packageFolder = dirname(import.meta.dirname);

/** What is fetched and compiled once stays here, out of git, for every later run. */
export const cacheFolder = join(dirname(dirname(packageFolder)), '.toolchain', 'local-stack');

/**
 * The folder `name` of the cache, filled by `fill` when it is not there. It appears whole or not at all; when several
 * processes ask at once, one of them fills it and the others wait.
 * @throws what `fill` throws
 */
export async function cached(
  name: string,
  fill: (folder: string) => Promise<void>,
  within = cacheFolder,
): Promise<string> {
  const folder = join(within, name);
  if (existsSync(folder)) return folder;
  await mkdir(within, { recursive: true });
  const lock = `${folder}.lock`;
  while (!(await take(lock))) {
    if (existsSync(folder)) return folder;
    await clearIfAbandoned(lock);
    await pause(100);
  }
  try {
    if (!existsSync(folder)) await fillWhole(folder, fill);
    return folder;
  } finally {
    await rm(lock, { force: true });
  }
}

async function fillWhole(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const filling = `${folder}.${randomUUID()}`;
  await mkdir(filling);
  try {
    await fill(filling);
    await rename(filling, folder);
  } catch (error) {
    // The lock saves work, the renaming keeps it whole: two may fill when an abandoned lock is cleared, and one is first.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(filling, { recursive: true, force: true });
  }
}

/** A lock appears with its owner in it, so that one without an owner cannot be left behind. */
async function take(lock: string): Promise<boolean> {
  const own = `${lock}.${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new Failure('unavailable', `cannot write ${lock}`, { cause: error });
  } finally {
    await rm(own, { force: true });
  }
}

async function clearIfAbandoned(lock: string): Promise<void> {
  const owner = await ownerOf(lock);
  if (owner !== undefined && !isRunning(owner)) await rm(lock, { force: true });
}

async function ownerOf(lock: string): Promise<number | undefined> {
  const text = await readFile(lock, 'utf8').catch(unlessGone);
  return text === undefined ? undefined : Number(text);
}

function unlessGone(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
}

/** Whether there is a process with this number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Not by `instanceof`: a test's errors may be of another realm. */
function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}
