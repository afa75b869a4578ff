import type { CustomerRow } from '@vilfredo/scoring';
import { type ExitCode, exitCodes, notOffered } from '../exit-code.js';
import type { Session } from '../session.js';
import type { Column } from '../tables/table.js';

export interface CustomersOptions {
  readonly tier?: string;
  readonly abc?: string;
  readonly state?: string;
  readonly risk?: string;
  readonly class?: string;
  readonly sort: string;
  readonly limit: number;
}

const columns: readonly Column[] = [
  { title: 'Customer', kind: 'text' },
  { title: 'Value', kind: 'number', decimals: 2 },
  { title: 'Tier', kind: 'text' },
  { title: 'ABC', kind: 'text' },
  { title: 'RFM', kind: 'text' },
  { title: 'State', kind: 'text' },
  { title: 'Orders', kind: 'number' },
  { title: 'Amount', kind: 'money' },
  { title: 'Latest', kind: 'text' },
  { title: 'One-off', kind: 'text' },
];

const mostPerPage = 1_000;

interface Page {
  readonly items: readonly CustomerRow[];
  readonly next: string | null;
}

/** `customers`: the book, most valuable first. */
export async function customers(session: Session, options: CustomersOptions): Promise<ExitCode> {
  if (options.risk !== undefined) throw notOffered('--risk');
  if (options.class !== undefined) throw notOffered('--class');
  if (options.sort !== 'value') throw notOffered(`--sort ${options.sort}`);
  const { items, next } = await firstOf(session, options);
  if (session.json) {
    await session.out.json({ items, next });
    return exitCodes.done;
  }
  await session.out.table(
    columns,
    items.map((row) => [
      row.customerId,
      row.value,
      row.tier,
      row.abc,
      row.rfm,
      row.state,
      row.ordersInWindow,
      row.amountInWindow,
      row.latestPurchase,
      row.oneOff ? 'one-off' : '',
    ]),
  );
  if (next !== null) session.note(`the first ${items.length}; more with --limit`);
  return exitCodes.done;
}

/** As many as asked for, over as many pages as that takes: a page that filters may end early. */
async function firstOf(session: Session, { tier, abc, state, limit }: CustomersOptions): Promise<Page> {
  const { deployment } = session;
  const items: CustomerRow[] = [];
  let next: string | null = null;
  do {
    const page: Page = await deployment.get('/customers', {
      sort: '-value',
      tier,
      abc,
      state,
      limit: Math.min(mostPerPage, limit - items.length),
      cursor: next ?? undefined,
    });
    items.push(...page.items);
    next = page.next;
  } while (next !== null && items.length < limit);
  return { items, next };
}
