import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventLogContract, temporaryFolder, viewStoreContract } from '@vilfredo/testing';
import { openEventLog } from './embedded-event-log.js';
import { openViewStore } from './embedded-view-store.js';

const libs = ['event-sourcing', 'embedded'];

eventLogContract('embedded', async ({ partitions }) => {
  const { path: folder, dispose } = await temporaryFolder();
  const settings = { folder, partitions, backoff: { first: 5, most: 50 }, mergeKeysAt: 20 };
  return {
    open: () => openEventLog({ ...settings, clock: () => Date.now() }),
    elsewhere: {
      libs,
      source: `import { openEventLog } from '@vilfredo/embedded';
        export const open = () => openEventLog({ ...${JSON.stringify(settings)}, clock: () => Date.now() });`,
    },
    inspect: async () => inspect(join(folder, 'log.db')),
    dispose,
  };
});

viewStoreContract('embedded', async () => {
  const { path: folder, dispose } = await temporaryFolder();
  return {
    open: () => openViewStore({ folder }),
    elsewhere: {
      libs,
      source: `import { openViewStore } from '@vilfredo/embedded';
        export const open = () => openViewStore({ folder: ${JSON.stringify(folder)} });`,
    },
    inspect: async () => inspect(join(folder, 'views.db')),
    dispose,
  };
});

function inspect(path: string): void {
  const database = new DatabaseSync(path);
  const result = database.prepare('PRAGMA integrity_check').get();
  database.close();
  if (result?.integrity_check !== 'ok') throw new Error(`${path}: ${result?.integrity_check}`);
}
