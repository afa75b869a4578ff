import type { FitReport, Fitted } from '@vilfredo/scoring';
import { counted } from '../report/figures.js';
import type { Session } from '../session.js';
import { type Section, writeSections } from '../show/section.js';
import type { Cell } from '../tables/table.js';

type Constants = Readonly<Record<string, unknown>>;

const columns = [
  { title: 'Constant', kind: 'text' },
  { title: 'In force', kind: 'number', decimals: 4 },
  { title: 'Fitted', kind: 'number', decimals: 4 },
] as const;

const purchaseConstants = ['k', 'r', 'alphaDays', 'a', 'b', 'scale'];
const spendConstants = ['p', 'q', 'gamma'];

/** What a fit came to, for people: the constants side by side, how much likelier they are, and where to go from there. */
export async function showFit(session: Session, report: FitReport, out: string | undefined): Promise<void> {
  const { buyers, purchases, spend, policy } = report;
  const fittedTo = `Fitted to ${counted(purchases.customers, 'customer')} of ${buyers.toLocaleString('en-GB')} who ever bought.`;
  await writeSections(session.out, [
    { lines: [fittedTo] },
    ...sectionOf('Purchases', purchases, purchaseConstants),
    ...(spend === null ? [{ lines: ['Too few spent something in the window to fit what they spend.'] }] : []),
    ...(spend === null ? [] : sectionOf('Spend', spend, spendConstants)),
    { lines: [figures(report)] },
  ]);
  const file = out ?? 'FILE';
  if (out === undefined) session.note('--out FILE keeps these rules');
  session.note(
    `vilfredo policy try ${file} says what would have been different; vilfredo policy activate ${file} puts`,
  );
  session.note(`${policy.name} in force`);
}

function sectionOf(title: string, { inForce, fitted, customers }: Fitted<object>, names: readonly string[]): Section[] {
  const [before, after] = [inForce.model as Constants, fitted.model as Constants];
  const rows: Cell[][] = names
    .filter((name) => before[name] !== undefined || after[name] !== undefined)
    .map((name) => [name, numberOf(before[name]), numberOf(after[name])]);
  const times = Math.exp((fitted.logLikelihood - inForce.logLikelihood) / customers);
  const likelier = `What the average customer did is ${times.toFixed(2)} times as likely by the fitted constants.`;
  return [{ title, table: { columns, rows } }, { lines: [likelier] }];
}

function numberOf(constant: unknown): number | null {
  return typeof constant === 'number' ? constant : null;
}

function figures({ buyers, purchases: { customers, inForce, fitted }, policy }: FitReport): string {
  const likelihoods = `logLikelihood=${fitted.logLikelihood.toFixed(1)} inForce=${inForce.logLikelihood.toFixed(1)}`;
  return `policy=${policy.name} buyers=${buyers} customers=${customers} ${likelihoods}`;
}
