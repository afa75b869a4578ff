import { type FirstOfList, firstOfList } from '../deployment/first-of-list.js';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import type { Cell, Column } from '../tables/table.js';

/** One alert as the deployment tells it, as far as it is shown. */
export interface AlertRow {
  readonly id: string;
  readonly customerId: string;
  readonly rule: string;
  readonly severity: string;
  readonly priority: number;
  readonly valueAtRisk: string | null;
  readonly raisedAt: string;
  readonly callBy: string | null;
  readonly agentId: string | null;
  readonly state: string;
  readonly outcome: string | null;
  readonly because: readonly { readonly text: string; readonly causes: readonly string[] }[];
  readonly suggestedAction: string;
}

export interface AlertsOptions {
  readonly open?: boolean;
  readonly rule?: string;
  readonly severity?: string;
  readonly agent?: string;
  readonly customer?: string;
  readonly limit: number;
}

interface RuleRow {
  readonly rule: string;
  readonly raised: number;
  readonly open: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly precision: number | null;
  readonly leadHours: { readonly median: number; readonly p90: number } | null;
}

const columns: readonly Column[] = [
  { title: 'Alert', kind: 'text' },
  { title: 'Customer', kind: 'text' },
  { title: 'Rule', kind: 'text' },
  { title: 'Severity', kind: 'text' },
  { title: 'Priority', kind: 'number', decimals: 2 },
  { title: 'At risk', kind: 'money' },
  { title: 'Raised', kind: 'text' },
  { title: 'Call by', kind: 'text' },
  { title: 'Agent', kind: 'text' },
  { title: 'State', kind: 'text' },
  { title: 'Because', kind: 'text' },
];
const ruleColumns: readonly Column[] = [
  { title: 'Rule', kind: 'text' },
  { title: 'Raised', kind: 'number' },
  { title: 'Open', kind: 'number' },
  { title: 'Recovered', kind: 'number' },
  { title: 'Lost', kind: 'number' },
  { title: 'False alarms', kind: 'number' },
  { title: 'Ignored', kind: 'number' },
  { title: 'Precision', kind: 'percent' },
  { title: 'Hours, median', kind: 'number', decimals: 1 },
  { title: 'Hours, p90', kind: 'number', decimals: 1 },
];
/** `alerts`: the most pressing first. */
export async function alerts(session: Session, options: AlertsOptions): Promise<ExitCode> {
  const { items, next } = await firstOf(session, options);
  if (session.json) await session.out.json({ items, next });
  else if (items.length === 0)
    await session.out.line(options.open === true ? 'no alert is open' : 'there are no alerts');
  else await session.out.table(columns, items.map(cellsOf));
  if (next !== null && !session.json) session.note(`the first ${items.length}; more with --limit`);
  return exitCodes.done;
}

/** `alerts show ID`: one alert with every reason and the events behind it. */
export async function showAlert(session: Session, id: string): Promise<ExitCode> {
  const alert = await session.deployment.get<AlertRow>(pathOf(id), {}, naming(id));
  if (session.json) {
    await session.out.json(alert);
    return exitCodes.done;
  }
  await session.out.table(columns, [cellsOf(alert)]);
  for (const { text, causes } of alert.because) await session.out.line(`  ${text} (${causes.join(', ')})`);
  await session.out.line(`  ${alert.suggestedAction}`);
  return exitCodes.done;
}

/** `alerts rules`: how each rule has done. */
export async function alertRules(session: Session): Promise<ExitCode> {
  const { items } = await session.deployment.get<{ items: readonly RuleRow[] }>('/alerts/rules');
  if (session.json) await session.out.json({ items, next: null });
  else if (items.length === 0) await session.out.line('no rule has raised an alert');
  else
    await session.out.table(
      ruleColumns,
      items.map(({ rule, raised, open, outcomes, precision, leadHours }) => [
        rule,
        raised,
        open,
        outcomes.recovered,
        outcomes.lost,
        outcomes['false-alarm'],
        outcomes.ignored,
        precision,
        leadHours?.median,
        leadHours?.p90,
      ]),
    );
  return exitCodes.done;
}

/** `alerts ack|snooze|resolve ID`: tells the deployment, and says how the alert stands then. */
export async function decideAlert(
  session: Session,
  verb: 'acknowledge' | 'snooze' | 'resolve',
  id: string,
  decision: Readonly<Record<string, string | undefined>>,
): Promise<ExitCode> {
  const alert = await session.deployment.send<AlertRow>('POST', `${pathOf(id)}/${verb}`, decision, naming(id));
  const { customerId, rule, state, outcome } = alert;
  if (session.json) await session.out.json(alert);
  else
    await session.out.line(
      `alert=${alert.id} customer=${customerId} rule=${rule} state=${state}${outcome === null ? '' : ` outcome=${outcome}`}`,
    );
  return exitCodes.done;
}

function firstOf({ deployment }: Session, { open, limit, ...filter }: AlertsOptions): Promise<FirstOfList<AlertRow>> {
  const { rule, severity, agent, customer } = filter;
  const isOpen = open === true ? 'true' : undefined;
  return firstOfList(
    deployment,
    '/alerts',
    { sort: '-priority', open: isOpen, rule, severity, agent, customer },
    limit,
  );
}

/** The latest reason is what counts now; the others are shown with the alert. */
function cellsOf(alert: AlertRow): Cell[] {
  const { id, customerId, rule, severity, priority, valueAtRisk, raisedAt, callBy, agentId, state, outcome } = alert;
  const shown = outcome === null ? state : `${state}: ${outcome}`;
  const because = alert.because.at(-1)?.text;
  return [id, customerId, rule, severity, priority, valueAtRisk, raisedAt, callBy, agentId, shown, because];
}

function pathOf(id: string): string {
  return `/alerts/${encodeURIComponent(id)}`;
}

function naming(id: string): string {
  return `alert ${id}`;
}
