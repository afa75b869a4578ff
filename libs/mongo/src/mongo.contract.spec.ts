import { describeWithDatabase } from '@vilfredo/local-stack';
import { viewStoreContract } from '@vilfredo/testing';
import { ownDatabase } from '../test/own-database.js';
import { openMongoViewStore } from './mongo-view-store.js';

describeWithDatabase('mongo', (database) => {
  viewStoreContract('mongo', async () => {
    const { settings, inspect, dispose } = ownDatabase(database().url);
    return {
      open: () => openMongoViewStore(settings),
      elsewhere: {
        libs: ['event-sourcing', 'mongo'],
        source: `import { openMongoViewStore } from '@vilfredo/mongo';
          export const open = () => openMongoViewStore(${JSON.stringify(settings)});`,
      },
      inspect,
      dispose,
    };
  });
});
