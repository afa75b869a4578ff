import type { EventLog, EventToAppend, ViewCollection } from '@vilfredo/event-sourcing';
import { type DemoLog, demoLog } from './demo-log.js';
import { type Figures, figuresOf } from './figures.js';
import { collectGarbage, interleaved } from './rounds.js';
import { type Body, plainStore, type Told } from './store-without-scoring.js';
import { runningFrom, temporaryDeployment } from './temporary-deployment.js';

/**
 * The whole path against the same log and store written without any scoring: events appended and read back, and one body
 * of the same size, under the same fields, written for every customer touched. Once with nothing published, and once
 * (`scoring-work`) with the very changes that scoring tells kept beside the views, published, and let go of.
 */
export async function scoringShare(
  tell: (text: string) => void,
  { customers = 2_000, rounds = 9, warmUps = 2 } = {},
): Promise<Figures[]> {
  const log = demoLog({ customers });
  tell('taking what is to be written');
  const { bodies, told } = await writtenBy(log);
  const runs = await interleaved(
    {
      ours: () => withScoring(log),
      peer: () => withoutScoring(log, bodies),
      work: () => withoutScoring(log, bodies, told),
    },
    { rounds, warmUps, tell },
  );
  const more = { events: log.measured.length, body_bytes: meanLength(bodies) };
  const changes = [...told.values()].reduce((sum, { length }) => sum + length, 0);
  const sameWrites = runs.map(({ ours, work }) => ({ ours, peer: work }));
  return [
    { bench: 'scoring-share', ...figuresOf(runs), unit: 'events/s', target: { atLeast: 0.6 }, more },
    {
      bench: 'scoring-work',
      ...figuresOf(sameWrites),
      unit: 'events/s',
      more: { changes_per_event: Math.round((100 * changes) / log.measured.length) / 100 },
    },
  ];
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
  told?: Told,
): Promise<number> {
  const { process, dispose } = await plainStore(runningFrom(until), bodies, told);
  try {
    await process(before);
    collectGarbage();
    return measured.length / (await process(measured));
  } finally {
    await dispose();
  }
}

/** The bodies and fields that scoring leaves, and what it tells of the measured events. */
async function writtenBy({ before, measured, until }: DemoLog) {
  const clock = runningFrom(until);
  const { deployment, build, process, dispose } = await temporaryDeployment({ clock, epochs: 'on-request' });
  try {
    await build(before);
    await process(measured);
    return { bodies: await bodiesOf(deployment.runtime.views), told: await toldOf(measured, deployment.log) };
  } finally {
    await dispose();
  }
}

async function toldOf(events: readonly EventToAppend[], log: EventLog): Promise<Told> {
  const told = new Map<string, EventToAppend[]>(events.map(({ id }) => [id, []]));
  for (let after = '0'; ; ) {
    const page = await log.read({ topics: ['scores'], limit: 5_000, after });
    if (page.events.length === 0) return told;
    for (const { partition: _, offset: __, recordedat: ___, ...change } of page.events) {
      const [cause] = (JSON.parse(change.data) as { causes: readonly string[] }).causes;
      told.get(cause ?? '')?.push(change);
    }
    after = page.cursor;
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
