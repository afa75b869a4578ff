import type { EventLog } from '@vilfredo/event-sourcing';
import type { Connections } from '../harness.js';
import { KilledProcess, seededDelays } from '../killed-process/killed-process.js';
import { allEvents } from './all-events.js';

const ROUNDS = 10;
const SEED = 20_260_301;

/** Appends batch after batch and prints the number of each that was acknowledged; the size of a batch is in its events. */
const PROGRAM = `
import { print } from './print.mjs';
import { open } from './open.mjs';
const log = await open();
for (let batch = Number(process.argv[2]); ; batch++) {
  const size = 1 + (batch % 7) * 20;
  const event = (index) => ({
    topic: 'orders', subject: 'customer-' + (index % 11), id: 'batch-' + batch + '-' + index, type: 'OrderPlaced', version: 1,
    time: '2026-03-01T10:00:00.000Z', correlationid: 'killed', data: JSON.stringify({ batch, size }),
  });
  await log.append(Array.from({ length: size }, (_, index) => event(index)));
  print(batch);
}
`;

export function killedWriterContract(connections: () => Connections<EventLog>): void {
  it(`given a writer, when it is killed at ${ROUNDS} moments, then all it had acknowledged is there and no append is torn`, async () => {
    const writer = await KilledProcess.prepare(connections().harness.elsewhere, PROGRAM);
    try {
      const acknowledged: number[] = [];
      let next = 0;
      for (const delay of seededDelays(SEED, 120).take(ROUNDS)) {
        acknowledged.push(...(await writer.run(delay, String(next))).map(Number));
        await connections().harness.inspect();
        const found = await wholeBatches(await connections().open());
        expect(acknowledged.filter((batch) => !found.has(batch))).toEqual([]);
        next = Math.max(...found) + 1;
        await connections().closeAll();
      }
      expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS);
    } finally {
      await writer.dispose();
    }
  }, 60_000);
}

async function wholeBatches(log: EventLog): Promise<ReadonlySet<number>> {
  const events = (await allEvents(log, ['orders'], 5_000)).map(({ data }) => JSON.parse(data));
  const batches = Map.groupBy(events, ({ batch }) => Number(batch));
  for (const [batch, own] of batches) expect({ batch, size: own.length }).toEqual({ batch, size: own[0].size });
  return new Set(batches.keys());
}
