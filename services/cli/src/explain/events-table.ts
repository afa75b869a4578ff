import type { Cell, Column } from '../tables/table.js';
import type { CausingEvent } from './causing-events.js';

const named: readonly Column[] = [
  { title: '  Date', kind: 'text' },
  { title: 'Event', kind: 'text' },
  { title: 'Number', kind: 'text' },
];
const amount: readonly Column[] = [
  { title: 'Amount', kind: 'money' },
  { title: '', kind: 'text' },
];
const about: readonly Column[] = [{ title: 'About', kind: 'text' }];

/** Events behind a part: amounts where any has one, and what contacts were about where any says it. */
export function eventsTable(events: readonly CausingEvent[]): {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
} {
  const isAbout = events.some((event) => event.about !== null);
  const hasAmounts = !isAbout || events.some((event) => event.amount !== null);
  return {
    columns: [...named, ...(hasAmounts ? amount : []), ...(isAbout ? about : [])],
    rows: events.map((event) => [
      `  ${event.at.slice(0, 10)}`,
      event.type,
      event.number,
      ...(hasAmounts ? [event.amount, event.currency] : []),
      ...(isAbout ? [event.about] : []),
    ]),
  };
}
