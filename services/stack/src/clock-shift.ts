import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@vilfredo/event-sourcing';

/**
 * By how much the deployment's clock is ahead of the machine's, ms. The first start on a data folder decides: times of
 * recording are the broker's and this, so that another shift would move what is recorded already.
 * @param start where the deployment's clock begins, ISO 8601; absent, it is the machine's
 */
export async function clockShift(folder: string, machine: Clock, start: string | undefined): Promise<number> {
  const file = join(folder, 'clock-shift');
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined) return Number(kept);
  const shift = start === undefined ? 0 : Date.parse(start) - machine();
  await writeFile(file, String(shift));
  return shift;
}
