import type { CustomerRow } from '@vilfredo/scoring';
import { type FirstOfList, firstOfList } from '../deployment/first-of-list.js';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import { type BookTable, buyersTable, expectedTable, prospectsTable } from './book-table.js';

export interface CustomersOptions {
  readonly tier?: string;
  readonly abc?: string;
  readonly state?: string;
  readonly risk?: string;
  readonly class?: string;
  readonly silence?: string;
  readonly product?: string;
  readonly sort?: string;
  readonly limit: number;
}

/** `customers`: the book, most valuable first; prospects by how worthwhile it is to go after them. */
export async function customers(session: Session, options: CustomersOptions): Promise<ExitCode> {
  const sort = orderOf(options);
  const { items, next } = await firstOf(session, options, sort);
  if (session.json) {
    await session.out.json({ items, next });
    return exitCodes.done;
  }
  const { columns, row } = tableOf(sort);
  await session.out.table(columns, items.map(row));
  if (next !== null) session.note(`the first ${items.length}; more with --limit`);
  return exitCodes.done;
}

function orderOf({ sort, state }: CustomersOptions): string {
  return sort ?? (state === 'prospect' ? 'qualification' : 'value');
}

function tableOf(sort: string): BookTable {
  if (sort === 'qualification') return prospectsTable;
  return sort === 'clv' ? expectedTable : buyersTable;
}

function firstOf(session: Session, options: CustomersOptions, sort: string): Promise<FirstOfList<CustomerRow>> {
  const { tier, abc, state, risk, silence, product, limit } = options;
  const query = { sort: `-${sort}`, tier, abc, state, risk, class: options.class, silence, product };
  return firstOfList(session.deployment, '/customers', query, limit);
}
