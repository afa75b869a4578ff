import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import { fetchCustomer, type Moment } from '../show/fetch-customer.js';
import type { Column } from '../tables/table.js';
import { type CausingEvent, causingEvents } from './causing-events.js';
import { partWords } from './part-words.js';

export interface ExplainOptions extends Moment {
  /** Events shown behind each part. */
  readonly events: number;
}

const columns: readonly Column[] = [
  { title: '  Date', kind: 'text' },
  { title: 'Event', kind: 'text' },
  { title: 'Number', kind: 'text' },
  { title: 'Amount', kind: 'money' },
  { title: '', kind: 'text' },
];

/** `explain ID`: every part of the score in words, with the events behind it. */
export async function explain(session: Session, id: string, options: ExplainOptions): Promise<ExitCode> {
  const { deployment, out } = session;
  const view = await fetchCustomer(deployment, id, options);
  const { value, asOf, policy, epoch, state } = view;
  const parts = value?.criteria ?? [];
  const events = await causingEvents(deployment, id, new Set(parts.flatMap(({ causes }) => causes)));
  const explained = parts.map(({ causes, ...part }) => ({
    ...part,
    words: partWords({ ...part, causes }),
    events: causes.map((cause) => events.get(cause) ?? unseen(cause)),
  }));
  if (session.json) {
    await out.json({ customerId: id, asOf, state, policy, epoch, score: value?.score ?? null, parts: explained });
    return exitCodes.done;
  }
  await out.line(headline(id, state, value, asOf));
  if (value?.oneOff.flagged) await out.line(`A one-off, and so in no tier: ${value.oneOff.reason}.`);
  for (const part of explained) {
    await out.line(`\n${part.points.toFixed(2)} points  ${part.name}`);
    await out.line(`  ${part.words}.`);
    await out.table(
      columns,
      part.events
        .slice(0, options.events)
        .map(({ at, type, number, amount, currency }) => [`  ${at.slice(0, 10)}`, type, number, amount, currency]),
    );
    const more = part.events.length - options.events;
    if (more > 0) await out.line(`  and ${more} more (--events ${part.events.length})`);
  }
  return exitCodes.done;
}

function headline(
  id: string,
  state: string,
  value: { score: number | null; tier: string | null } | null,
  asOf: string,
): string {
  const when = `as of ${asOf.slice(0, 16).replace('T', ' ')} UTC`;
  if (value === null) return `Customer ${id} (${state}) has not ordered yet, ${when}.`;
  if (value.score === null) return `Customer ${id} is ${state} and therefore not ranked, ${when}.`;
  const tier = value.tier === null ? 'in no tier' : `in the ${value.tier} tier`;
  return `Customer ${id} is ${state}, has a value of ${value.score.toFixed(2)} and is ${tier}, ${when}. It is made of:`;
}

/** Named by a part and not in the timeline, as when it was recorded a moment ago. */
function unseen(id: string): CausingEvent {
  return { id, type: 'unknown', at: '', number: null, amount: null, currency: null };
}
