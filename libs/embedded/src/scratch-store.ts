import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure, type ViewStore } from '@vilfredo/event-sourcing';
import { openViewStore } from './embedded-view-store.js';

/**
 * A view store for one piece of work, in a folder of its own that is gone when it is disposed of.
 * @param within where that folder is; where the machine keeps temporary files when not given
 * @throws Failure `unavailable` when there is no room for it
 */
export async function openScratchStore(within = tmpdir()): Promise<{ store: ViewStore; dispose(): Promise<void> }> {
  const folder = await mkdtemp(join(within, 'vilfredo-scratch-')).catch((cause: unknown) => {
    throw new Failure('unavailable', 'there is no room for temporary files', { retryAfter: 60, cause });
  });
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const store = await openViewStore({ folder });
    const dispose = async () => {
      await store.close();
      await remove();
    };
    return { store, dispose };
  } catch (error) {
    await remove();
    throw error;
  }
}
