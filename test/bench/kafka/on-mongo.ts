import { randomUUID } from 'node:crypto';
import type { ViewStore } from '@vilfredo/event-sourcing';
import { findDatabase } from '@vilfredo/local-stack';
import { openMongoViewStore } from '@vilfredo/mongo';
import type { Figures, NotMeasured } from '../figures.js';
import { type ComparisonOptions, compareOnRealBroker } from './compare.js';
import { wholePipeline } from './whole-pipeline.js';

/** Fewer than elsewhere: the stand-in takes its time. */
const customers = 1_000;

/** The whole pipeline with its views, ids and histories in MongoDB, beside the same on the embedded store. */
export async function onMongo(
  tell: (text: string) => void,
  options: ComparisonOptions,
): Promise<Figures | NotMeasured> {
  const bench = 'kafka-mongo';
  const found = await findDatabase();
  if ('skipped' in found) return { bench, why: found.skipped };
  const { server, release } = found;
  const openStore = (): Promise<ViewStore> =>
    openMongoViewStore({ url: server.url, database: `bench-${randomUUID().slice(0, 8)}` });
  try {
    const comparison = {
      bench,
      ours: (source: Parameters<typeof wholePipeline>[0]) => wholePipeline(source, openStore),
      peer: (source: Parameters<typeof wholePipeline>[0]) => wholePipeline(source),
    };
    const figures = await compareOnRealBroker(comparison, tell, { customers, ...options });
    if ('why' in figures) return figures;
    return { ...figures, more: { ...figures.more, database: server.isStandIn ? 'stand-in' : 'mongodb' } };
  } finally {
    await release();
  }
}
