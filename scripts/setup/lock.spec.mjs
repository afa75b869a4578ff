import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alone } from './lock.mjs';

describe('one set-up at a time', () => {
  let root;
  let lock;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vilfredo-lock-'));
    lock = join(root, '.toolchain', 'lock');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('given three at once, when they work, then never two of them do', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(20);
      inside -= 1;
    };
    await Promise.all([alone(root, work), alone(root, work), alone(root, work)]);
    expect(most).toBe(1);
  });

  it('given work that fails, then the lock is free again and the failure is passed on', async () => {
    await expect(alone(root, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });

  it('given a lock whose owner is gone, when another comes, then it takes over', async () => {
    mkdirSync(lock, { recursive: true });
    writeFileSync(join(lock, 'owner'), '2147483646');
    expect(await alone(root, async () => 'done')).toBe('done');
  });

  it('given an old lock without an owner, when another comes, then it takes over', async () => {
    mkdirSync(lock, { recursive: true });
    utimesSync(lock, 1, 1);
    expect(await alone(root, async () => 'done')).toBe('done');
  });
});
