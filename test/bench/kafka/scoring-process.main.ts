/** Scoring as a process: it is told where, says how many orders it has folded, and stops when it is told to. */
import 'reflect-metadata';
import { once } from 'node:events';
import { ScoringRuntime } from '@vilfredo/scoring';
import { openLog, temporaryStore } from './orders-on-kafka.js';
import type { Place } from './scoring-process.js';
import { orderCount } from './whole-pipeline.js';

const place = JSON.parse(process.argv[2] ?? '') as Place;
const source = { ...place, clock: () => Date.now() };
const store = await temporaryStore();
const log = await openLog(source, 'bench-scoring', store);
const complain = (error: unknown) => void process.stderr.write(`scoring: ${String(error)}\n`);
const runtime = await ScoringRuntime.open({
  log,
  store,
  clock: source.clock,
  shared: { partitions: place.partitions },
  observe: { folded: (page) => void process.send?.(orderCount(page)), failed: complain, parked: complain },
});
await runtime.start();
process.send?.(0);
await once(process, 'message');
await runtime.stop();
await log.close();
await store.close();
process.exit(0);
