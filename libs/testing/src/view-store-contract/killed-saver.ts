import type { ViewStore } from '@vilfredo/event-sourcing';
import type { Connections } from '../harness.js';
import { KilledProcess, seededDelays } from '../killed-process/killed-process.js';
import { outboxOf, snapshotOf, tellingCustomers } from './customers-collection.js';

const ROUNDS = 10;
const SEED = 20_260_302;
const VIEWS = 40;

/** Saves all views together, again and again, and prints the version of each save that was acknowledged. */
const PROGRAM = `
import { print } from './print.mjs';
import { open } from './open.mjs';
const collection = await (await open()).collection(${JSON.stringify(tellingCustomers)});
const ids = Array.from({ length: ${VIEWS} }, (_, index) => 'customer-' + index);
for (;;) {
  const stored = await collection.load(ids);
  const version = stored.get(ids[0])?.version ?? 0;
  const body = JSON.stringify({ version: version + 1, filling: 'x'.repeat(900) });
  const fields = { tier: 'top', value: version, day: 1 };
  const outbox = { save: version + 1, changes: 'x'.repeat(900) };
  const lost = await collection.save(ids.map((id) => ({ id, version, body, fields, outbox })));
  if (lost.length > 0) throw new Error('lost ' + lost);
  print(version + 1);
}
`;

export function killedSaverContract(connections: () => Connections<ViewStore>): void {
  it(`given a writer, when it is killed at ${ROUNDS} moments, then every acknowledged save is there with what it has to tell, and none is torn`, async () => {
    const writer = await KilledProcess.prepare(connections().harness.elsewhere, PROGRAM);
    try {
      for (const delay of seededDelays(SEED, 120).take(ROUNDS)) {
        const acknowledged = (await writer.run(delay)).map(Number);
        await connections().harness.inspect();
        const collection = await (await connections().open()).collection(tellingCustomers);
        const views = await snapshotOf(collection);
        const versions = new Set(views.map(({ version }) => version));
        expect([views.length, versions.size]).toEqual([VIEWS, 1]);
        expect(views.every(({ version, body }) => JSON.parse(body).version === version)).toBe(true);
        const left = await outboxOf(collection, Math.max(...versions) - 1);
        expect(left.map(({ save }) => save)).toEqual(views.map(({ version }) => version));
        expect(Math.max(...versions)).toBeGreaterThanOrEqual(Math.max(...acknowledged));
        await connections().closeAll();
      }
    } finally {
      await writer.dispose();
    }
  }, 60_000);
}
