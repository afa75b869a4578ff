import type { EventLog } from '@vilfredo/event-sourcing';
import { connectionsPerTest, type Harness } from '../harness.js';
import { appendingContract } from './appending.js';
import { killedWriterContract } from './killed-writer.js';
import { readingContract } from './reading.js';
import { subscribingContract } from './subscribing.js';

/** Makes a harness whose logs have that many partitions and deliver a rejected batch again within milliseconds. */
export type MakeLogHarness = (settings: { readonly partitions: number }) => Promise<Harness<EventLog>>;

/** Registers the tests that every adapter of `EventLog` passes. */
export function eventLogContract(name: string, makeHarness: MakeLogHarness): void {
  describe(`event log: ${name}`, () => {
    const connections = connectionsPerTest(() => makeHarness({ partitions: 4 }));
    appendingContract(connections);
    readingContract(connections);
    subscribingContract(connections);
    killedWriterContract(connections);
  });
}
