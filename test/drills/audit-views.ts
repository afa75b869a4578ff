import { openDeployment } from '@vilfredo/all-in-one';
import type { Policy } from '@vilfredo/events';
import { temporaryFolder } from '@vilfredo/testing';
import { factsOf } from './audit-log.js';
import type { Chance } from './chance.js';
import { callJson } from './http-call.js';
import { readLedger } from './ledger.js';
import { eventsOf, type ToldRecord } from './told-record.js';

/** What the fold of a folder's log comes to at one instant (epoch milliseconds). Nobody else may have the folder open. */
export async function viewsSha256(folder: string, now: number): Promise<string> {
  const deployment = await openDeployment({ folder, now: () => now });
  try {
    await deployment.settle();
    const { viewsSha256: sha } = await deployment.reader.summary({ hash: true });
    return sha ?? 'none';
  } finally {
    await deployment.close();
  }
}

/** Each fact that a ledger says was acknowledged, once. */
export async function ackedRecords(ledger: string, now: number): Promise<readonly ToldRecord[]> {
  const acked = (await readLedger(ledger)).filter((delivery) => delivery.acked);
  return [...new Set([...factsOf(acked, now).values()].map(({ record }) => record))];
}

/** The same of a deployment that never knew any fault, told the facts in another order. */
export async function freshViewsSha256(
  records: readonly ToldRecord[],
  policy: Policy,
  now: number,
  chance: Chance,
): Promise<string> {
  const folder = await temporaryFolder();
  const deployment = await openDeployment({ folder: folder.path, now: () => now, policy });
  try {
    const events = chance.shuffled(records).flatMap((record) => eventsOf(record, now));
    for (let from = 0; from < events.length; from += 500) await deployment.log.append(events.slice(from, from + 500));
    await deployment.settle();
    const { viewsSha256: sha } = await deployment.reader.summary({ hash: true });
    return sha ?? 'none';
  } finally {
    await deployment.close();
    await folder.dispose();
  }
}

/** Whether a server's live views are, byte for byte, what folding its log again gives. */
export async function rebuildsEqual(url: string): Promise<boolean> {
  const { equal } = await callJson<{ equal: boolean }>(`${url}/rebuilds`, { check: true });
  return equal;
}
