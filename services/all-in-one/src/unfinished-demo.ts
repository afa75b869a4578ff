import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';

/** What a demo enterprise is made from: the same again give the same facts. */
export interface DemoPlan {
  readonly seed: number;
  readonly customers: number;
  /** Its last day, ISO 8601. */
  readonly until: string;
}

/**
 * The demo that has still to be sent, kept in `demo.json` of the data folder for as long as not all of it is in: a start
 * that was stopped meanwhile is gone on with by the next, and what is in already is not taken twice.
 */
export class UnfinishedDemo {
  private readonly path: string;

  constructor(private readonly folder: string) {
    this.path = join(folder, 'demo.json');
  }

  /**
   * What an earlier start has begun to send; otherwise a new one, if nothing is recorded yet; otherwise nothing.
   * @throws Failure `invalid` on field `data` when the file is not one of ours
   */
  async next(fresh: DemoPlan, isEmpty: () => Promise<boolean>): Promise<DemoPlan | null> {
    const begun = await this.read();
    if (begun !== null) return begun;
    if (!(await isEmpty())) return null;
    await mkdir(this.folder, { recursive: true });
    await writeFile(`${this.path}.new`, `${JSON.stringify(fresh)}\n`, { flush: true });
    await rename(`${this.path}.new`, this.path);
    return fresh;
  }

  /** All of it is in. */
  async done(): Promise<void> {
    await rm(this.path, { force: true });
  }

  private async read(): Promise<DemoPlan | null> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    try {
      const { seed, customers, until } = JSON.parse(text) as DemoPlan;
      if (Number.isInteger(seed) && Number.isInteger(customers) && !Number.isNaN(Date.parse(until))) {
        return { seed, customers, until };
      }
    } catch (cause) {
      throw this.notOurs(cause);
    }
    throw this.notOurs();
  }

  private notOurs(cause?: unknown): Failure {
    const reason = `${this.path} does not say which demo was begun: remove it, or give another folder with --data`;
    return new Failure('invalid', reason, { field: 'data', cause });
  }
}
