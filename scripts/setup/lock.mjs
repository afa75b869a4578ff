import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './trouble.mjs';

const pollMs = 200;
/** A folder without an owner's mark is one whose owner died between two system calls. */
const ownerlessMs = 5_000;

/**
 * Runs `work` while no other set-up of this checkout does. A folder is the lock: making one is atomic everywhere.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(root, work) {
  const lock = join(root, '.toolchain', 'lock');
  mkdirSync(join(root, '.toolchain'), { recursive: true });
  let told = false;
  while (!take(lock)) {
    if (abandoned(lock)) continue;
    if (!told) say(`another set-up of this folder is running (process ${ownerOf(lock) ?? 'unknown'}); waiting for it`);
    told = true;
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function take(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(lock, 'owner'), String(process.pid));
  return true;
}

/** True when the lock's owner is gone and the lock was cleared away. */
function abandoned(lock) {
  const owner = ownerOf(lock);
  if (owner === undefined ? ageMs(lock) < ownerlessMs : isRunning(owner)) return false;
  const grave = `${lock}-${process.pid}-${process.hrtime.bigint()}`;
  try {
    renameSync(lock, grave);
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
  rmSync(grave, { recursive: true, force: true });
  return true;
}

function ownerOf(lock) {
  try {
    const pid = Number(readFileSync(join(lock, 'owner'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function ageMs(lock) {
  const stat = statSync(lock, { throwIfNoEntry: false });
  return stat === undefined ? 0 : Date.now() - stat.mtimeMs;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
