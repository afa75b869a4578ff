import { type FileHandle, open, readFile } from 'node:fs/promises';
import type { ToldRecord } from './told-record.js';

/** What one sender meant to send in one call, and whether it was told that the log has it. */
export interface Delivery {
  readonly sender: string;
  readonly records: readonly ToldRecord[];
  readonly acked: boolean;
}

type Line =
  | { readonly intent: number; readonly sender: string; readonly records: readonly ToldRecord[] }
  | { readonly acked: number };

/**
 * The account kept outside the system under trial: every intent is on the medium before the call, every
 * acknowledgement before the next one. What the system is held to is read back from the file.
 */
export class Ledger {
  private intents = 0;

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async open(path: string): Promise<Ledger> {
    return new Ledger(path, await open(path, 'a'));
  }

  /** Returns the number under which the delivery is acknowledged. */
  async intend(sender: string, records: readonly ToldRecord[]): Promise<number> {
    const intent = ++this.intents;
    await this.write({ intent, sender, records });
    return intent;
  }

  async acknowledge(intent: number): Promise<void> {
    await this.write({ acked: intent });
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async write(line: Line): Promise<void> {
    await this.file.appendFile(`${JSON.stringify(line)}\n`);
    await this.file.datasync();
  }
}

/** The deliveries in the order in which they were first meant. */
export async function readLedger(path: string): Promise<readonly Delivery[]> {
  const deliveries = new Map<number, Delivery>();
  for (const text of (await readFile(path, 'utf8')).split('\n')) {
    if (text === '') continue;
    const line = JSON.parse(text) as Line;
    if ('intent' in line) deliveries.set(line.intent, { sender: line.sender, records: line.records, acked: false });
    else {
      const delivery = deliveries.get(line.acked);
      if (delivery !== undefined) deliveries.set(line.acked, { ...delivery, acked: true });
    }
  }
  return [...deliveries.values()];
}
