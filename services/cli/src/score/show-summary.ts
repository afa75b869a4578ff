import { classMeanings } from '../explain/satisfaction-words.js';
import type { ReportSummary } from '../report/report-input.js';
import type { Session } from '../session.js';
import type { Cell, Column } from '../tables/table.js';

const figure: Column = { title: '', kind: 'number' };
const share: Column = { title: 'Share of the amount', kind: 'percent' };

/** The summary for people: the book, its concentration, its states, and what was left out. */
export async function showSummary({ out }: Session, summary: ReportSummary, folder: string | undefined): Promise<void> {
  const { concentration, states, tiers, guard, refused } = summary;
  const { n, top, core, topShare, coreShare, gini, abc } = concentration;
  const put = async (columns: readonly Column[], rows: readonly (readonly Cell[])[]) => {
    await out.table(columns, rows);
    await out.line('');
  };
  await put(
    [named(`As of ${summary.asOf}`), figure],
    [
      ['Order facts', summary.events],
      ...(summary.contacts === undefined ? [] : [['Contacts and ratings', summary.contacts] as const]),
      ['Customers', summary.customers],
      ['Prospects', summary.prospects],
      ['Look big, but only once', guard.flagged],
      ['Strong for a product, outside the top', summary.keyForProductOutsideTop],
    ],
  );
  await put(
    [named('By amount'), { ...figure, title: 'Customers' }, share],
    [
      ['All buyers', n, n > 0 ? 1 : null],
      ['First fifth', top, topShare],
      ['First fifth of these', core, coreShare],
      ['A', abc.A, null],
      ['B', abc.B, null],
      ['C', abc.C, null],
    ],
  );
  await out.line(`Gini ${gini.toFixed(4)}\n`);
  await put(
    [named('By value, now'), { ...figure, title: 'Customers' }],
    [
      ['Top tier (core included)', tiers.top],
      ['Core tier', tiers.core],
      ...Object.entries(states).map(([state, customers]) => [state, customers] as const),
    ],
  );
  await put(
    [named('By churn risk'), { ...figure, title: 'Customers' }],
    Object.entries(summary.bands).map(([band, customers]) => [band, customers]),
  );
  const { onTime, overdue, veryOverdue } = summary.silence;
  await put(
    [named('By silence, against their own rhythm'), { ...figure, title: 'Customers' }],
    [
      ['on time', onTime],
      ['overdue', overdue],
      ['very overdue', veryOverdue],
    ],
  );
  const classes = Object.entries(summary.classes);
  if (classes.some(([, customers]) => customers > 0)) {
    await put([named('By satisfaction class'), { ...figure, title: 'Customers' }], classes.map(classRow));
  }
  const reasons = Object.entries(refused).sort(([, one], [, other]) => other - one);
  if (reasons.length > 0) await put([named('Left out because of'), { ...figure, title: 'Records' }], reasons);
  const { seconds = 0, eventsPerSecond = 0 } = summary;
  const rate = Math.round(eventsPerSecond).toLocaleString('en-GB');
  await out.line(
    `${seconds.toFixed(1)} s, ${rate} order facts/s${folder === undefined ? '' : `; results in ${folder}`}`,
  );
}

function classRow([name, customers]: readonly [string, number]): readonly Cell[] {
  return [`${name}: ${classMeanings[Number(name) as 1 | 2 | 3 | 4]}`, customers];
}

function named(title: string): Column {
  return { title, kind: 'text' };
}
