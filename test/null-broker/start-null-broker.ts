import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { type BrokerRecord, encodeRecordBatch } from './record-batch.js';

export interface NullBrokerOptions {
  /** Of each topic the records of each partition, in order; a topic to be written to alone has empty partitions. */
  readonly topics: Readonly<Record<string, readonly (readonly BrokerRecord[])[]>>;
  /** How often the records are served, one pass after the other, with growing offsets; once when not given. */
  readonly loops?: number;
  /** The most records in one batch, as a producer would have sent them; 500 when not given. */
  readonly recordsPerBatch?: number;
}

/** A broker that is no work: records are encoded once, served from memory, and what is produced is thrown away. */
export interface NullBroker {
  readonly brokers: readonly string[];
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** What the broker's process is told, and what it answers. */
export type Instruction =
  | { readonly type: 'loops'; readonly loops: number }
  | { readonly type: 'topic'; readonly topic: string; readonly partitions: number }
  | {
      readonly type: 'batch';
      readonly topic: string;
      readonly partition: number;
      readonly records: number;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'serve' };
export interface Serving {
  readonly port: number;
}

/**
 * Starts a null broker in a process of its own, so that what is measured beside it is the client alone.
 * @throws Error when the process ends before it serves
 */
export async function startNullBroker(options: NullBrokerOptions): Promise<NullBroker> {
  const child = fork(program(), {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const early = ended.then(([code]) => Promise.reject(new Error(`the null broker ended with ${code}`)));
  const [{ port }] = (await Promise.race([ready(child, options), early])) as [Serving];
  early.catch(() => undefined);
  return {
    brokers: [`127.0.0.1:${port}`],
    port,
    pid: child.pid ?? 0,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

async function ready(child: ChildProcess, { topics, loops = 1, recordsPerBatch = 500 }: NullBrokerOptions) {
  await tell(child, { type: 'loops', loops });
  for (const [topic, partitions] of Object.entries(topics)) {
    await tell(child, { type: 'topic', topic, partitions: partitions.length });
    for (const [partition, records] of partitions.entries()) {
      for (let from = 0; from < records.length; from += recordsPerBatch) {
        const batch = encodeRecordBatch(records.slice(from, from + recordsPerBatch));
        await tell(child, { type: 'batch', topic, partition, ...batch });
      }
    }
  }
  const serving = once(child, 'message');
  await tell(child, { type: 'serve' });
  return serving;
}

/** Resolves when the channel has it: so nothing piles up in front of it. */
function tell(child: ChildProcess, instruction: Instruction): Promise<void> {
  return new Promise((resolve, reject) => {
    child.send(instruction, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** The program, built; from sources too (tests) it is the built one that is run. */
function program(): string {
  const isSource = import.meta.filename.endsWith('.ts');
  const built = isSource ? join(dirname(import.meta.dirname), 'dist', 'null-broker') : import.meta.dirname;
  return join(built, 'null-broker.main.js');
}
