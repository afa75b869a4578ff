import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { WrongUsage } from '../exit-code.js';

/** Something to import, of which the bytes can be had. */
export interface InputFile {
  /** As given on the command line. */
  readonly name: string;
  /** Bytes; unknown for standard input. */
  readonly size?: number;
  /** Whether it can be read from its beginning again. */
  readonly repeatable: boolean;
  open(): Readable;
}

/** The named files, `-` being standard input. @throws WrongUsage naming the first that cannot be read */
export async function inputFiles(names: readonly string[], stdin: Readable): Promise<readonly InputFile[]> {
  if (names.filter((name) => name === '-').length > 1) throw new WrongUsage('- can be given once');
  return Promise.all(names.map((name) => inputFile(name, stdin)));
}

async function inputFile(name: string, stdin: Readable): Promise<InputFile> {
  if (name === '-') return { name, repeatable: false, open: () => stdin };
  try {
    const found = await stat(name);
    if (found.isDirectory()) throw new WrongUsage(`${name} is a folder`);
    await access(name, constants.R_OK);
    const open = () => createReadStream(name, { highWaterMark: 256 * 1024 });
    return found.isFile() ? { name, size: found.size, repeatable: true, open } : { name, repeatable: false, open };
  } catch (error) {
    if (error instanceof WrongUsage) throw error;
    throw new WrongUsage(`cannot read ${name} (${(error as NodeJS.ErrnoException).code})`, error);
  }
}
