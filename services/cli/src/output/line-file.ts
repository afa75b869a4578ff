import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '@vilfredo/event-sourcing';

const atOnce = 64 * 1024;

/** A text file written line by line, in chunks; replaces one of the same name. */
export class LineFile {
  private waiting = '';

  private constructor(
    readonly name: string,
    private readonly file: FileHandle,
  ) {}

  /** @throws Failure `unavailable` when it cannot be written, saying why */
  static async create(name: string): Promise<LineFile> {
    try {
      return new LineFile(name, await open(name, 'w'));
    } catch (error) {
      throw cannotWrite(name, error);
    }
  }

  /** Returns a promise only when there is something to wait for. */
  add(line: string): void | Promise<void> {
    this.waiting += `${line}\n`;
    if (this.waiting.length >= atOnce) return this.flush();
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.file.close();
    }
  }

  private async flush(): Promise<void> {
    const text = this.waiting;
    this.waiting = '';
    await this.file.writeFile(text);
  }
}

/** What a file that cannot be written, or replaced, is told by. */
export function cannotWrite(name: string, error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  return new Failure('unavailable', `cannot write ${name} (${code})`, { cause: error });
}
