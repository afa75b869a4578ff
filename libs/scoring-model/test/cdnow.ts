import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ObservedPurchases } from '../src/index.js';

/** The whole cohort of CDNOW as its first 39 weeks, to 30 September 1997, show it; purchases of one day are one. */
export async function cdnowCohort(folder: string): Promise<ObservedPurchases[]> {
  const text = gunzipSync(await readFile(path.join(folder, 'cdnow-master.txt.gz'))).toString();
  const end = dayOf('19970930');
  const days = new Map<string, Set<number>>();
  for (const row of text.split('\n')) {
    const [, customer, date] = /^\s*(\d+)\s+(\d{8})\s/.exec(row) ?? [];
    if (customer === undefined || date === undefined || dayOf(date) > end) continue;
    days.set(customer, (days.get(customer) ?? new Set()).add(dayOf(date)));
  }
  return [...days.values()].map((own) => {
    const [first, latest] = [Math.min(...own), Math.max(...own)];
    return { x: own.size - 1, tx: latest - first, T: end - first };
  });
}

function dayOf(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / 86_400_000;
}
