import { execFile, execFileSync } from 'node:child_process';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { leftovers } from './leftovers.js';

const run = promisify(execFile);

/** A disk of a few megabytes, in memory, that is soon full. */
export class SmallDisk {
  private readonly undo = () => void execFileSync('umount', ['--lazy', this.path]);

  private constructor(private readonly folder: TemporaryFolder) {
    leftovers.add(this.undo);
  }

  /** The disk, or why this machine does not let us have one. */
  static async mount(megabytes: number): Promise<SmallDisk | string> {
    const folder = await temporaryFolder();
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder.path]);
      return new SmallDisk(folder);
    } catch (error) {
      await folder.dispose();
      const { stderr, message } = error as Error & { stderr?: string };
      return `a small disk cannot be mounted here: ${(stderr || message).trim().split('\n')[0]}`;
    }
  }

  get path(): string {
    return this.folder.path;
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }

  /** Takes up room until only so much is left. */
  async fillUpTo(leftBytes: number): Promise<void> {
    const free = await this.freeBytes();
    if (free > leftBytes) await writeFile(this.ballast, Buffer.alloc(free - leftBytes));
  }

  /** Gives back the room taken up. */
  async relieve(): Promise<void> {
    await rm(this.ballast, { force: true });
  }

  async unmount(): Promise<void> {
    await run('umount', [this.path]);
    leftovers.delete(this.undo);
    await this.folder.dispose();
  }

  private get ballast(): string {
    return join(this.path, 'ballast');
  }
}
