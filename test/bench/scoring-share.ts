import type { ViewCollection } from '@vilfredo/event-sourcing';
import { type DemoLog, demoLog } from './demo-log.js';
import { type Figures, figuresOf } from './figures.js';
import { collectGarbage, interleaved } from './rounds.js';
import { type Body, plainStore } from './store-without-scoring.js';
import { runningFrom, temporaryDeployment } from './temporary-deployment.js';

/**
 * The whole path against the same log and store written without any scoring: events appended and read back, and one
 * body of the same size, under the same fields, written for every customer touched.
 */
export async function scoringShare(
  tell: (text: string) => void,
  { customers = 2_000, rounds = 9, warmUps = 2 } = {},
): Promise<Figures> {
  const log = demoLog({ customers });
  tell('taking the bodies to write');
  const bodies = await bodiesAfter(log);
  const runs = await interleaved(
    { ours: () => withScoring(log), peer: () => withoutScoring(log, bodies) },
    { rounds, warmUps, tell },
  );
  const more = { events: log.measured.length, body_bytes: meanLength(bodies) };
  return { bench: 'scoring-share', ...figuresOf(runs), unit: 'events/s', target: { atLeast: 0.6 }, more };
}

async function withScoring({ before, measured, until }: DemoLog): Promise<number> {
  const { build, process, dispose } = await temporaryDeployment({ clock: runningFrom(until), epochs: 'on-request' });
  try {
    await build(before);
    collectGarbage();
    return measured.length / (await process(measured));
  } finally {
    await dispose();
  }
}

async function withoutScoring(
  { before, measured, until }: DemoLog,
  bodies: ReadonlyMap<string, Body>,
): Promise<number> {
  const { process, dispose } = await plainStore(runningFrom(until), bodies);
  try {
    await process(before);
    collectGarbage();
    return measured.length / (await process(measured));
  } finally {
    await dispose();
  }
}

/** The bodies and fields that scoring leaves, without what it keeps to tell. */
async function bodiesAfter({ before, measured, until }: DemoLog): Promise<ReadonlyMap<string, Body>> {
  const { deployment, build, dispose } = await temporaryDeployment({ clock: runningFrom(until), epochs: 'on-request' });
  try {
    await build([...before, ...measured]);
    return await bodiesOf(deployment.runtime.views);
  } finally {
    await dispose();
  }
}

async function bodiesOf(views: ViewCollection): Promise<ReadonlyMap<string, Body>> {
  const bodies = new Map<string, Body>();
  for await (const page of views.snapshot()) {
    for (const { id, body, fields } of page) bodies.set(id, { body, fields });
  }
  return bodies;
}

function meanLength(bodies: ReadonlyMap<string, Body>): number {
  let sum = 0;
  for (const { body } of bodies.values()) sum += body.length;
  return sum / bodies.size;
}
