import { unlink } from 'node:fs/promises';
import { cannotWrite, LineFile } from '../output/line-file.js';

/** The refused records of one input, in a file that is there only when there are any. */
export class RefusedFile {
  private file: LineFile | undefined;

  constructor(readonly name: string) {}

  /** Forgets what an earlier attempt or run left. */
  async begin(): Promise<void> {
    await this.close();
    this.file = undefined;
    await unlink(this.name).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw cannotWrite(this.name, error);
    });
  }

  async add(refused: unknown): Promise<void> {
    this.file ??= await LineFile.create(this.name);
    await this.file.add(JSON.stringify(refused));
  }

  /** The name of the file, when there is one. */
  async close(): Promise<string | undefined> {
    await this.file?.close();
    return this.file?.name;
  }
}

/** `orders.csv.refused.ndjson` beside the file; for standard input in the current folder. */
export function refusedNameOf(input: string): string {
  return `${input === '-' ? 'stdin' : input}.refused.ndjson`;
}
