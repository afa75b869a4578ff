import { randomUUID } from 'node:crypto';
import { openViewStore } from '@vilfredo/embedded';
import type { EventLog } from '@vilfredo/event-sourcing';
import { eventLogContract, temporaryFolder } from '@vilfredo/testing';
import { type KafkaSettings, openKafkaEventLog } from '../src/index.js';

const topics = ['orders', 'customers', 'topic-0', 'topic-1', 'topic-2'].map((name) => ({
  name,
  keyedBy: 'customer' as const,
}));

/** What every log must do, over a broker. @param access how it is reached, as values that can be written down as JSON */
export function kafkaContract(access: () => Pick<KafkaSettings, 'brokers' | 'ssl' | 'sasl'>): void {
  eventLogContract('kafka', async ({ partitions }) => {
    const { path: folder, dispose } = await temporaryFolder();
    const settings = {
      ...access(),
      clientId: 'contract',
      partitions,
      topics,
      replication: 1,
      prefix: `${randomUUID()}.`,
      backoff: { first: 5, most: 50 },
      pollEvery: 50,
      takeOverAfter: 300,
    };
    return {
      open: async () => {
        const store = await openViewStore({ folder });
        const log = await openKafkaEventLog({ ...settings, clock: () => Date.now(), store });
        return closingAlso(log, () => store.close());
      },
      elsewhere: {
        libs: ['event-sourcing', 'embedded', 'kafka'],
        source: `import { openViewStore } from '@vilfredo/embedded';
          import { openKafkaEventLog } from '@vilfredo/kafka';
          const store = await openViewStore({ folder: ${JSON.stringify(folder)} });
          export const open = () => openKafkaEventLog({ ...${JSON.stringify(settings)}, clock: () => Date.now(), store });`,
      },
      inspect: async () => undefined,
      dispose,
    };
  });
}

function closingAlso(log: EventLog, closed: () => Promise<void>): EventLog {
  const close = log.close.bind(log);
  return Object.assign(log, {
    close: async () => {
      await close();
      await closed();
    },
  });
}
