import type { CustomerView } from '@vilfredo/scoring';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import { fetchCustomer, type Moment } from './fetch-customer.js';
import { relationshipSections } from './relationship-sections.js';
import type { Section } from './section.js';
import { valueSections } from './value-sections.js';

/** `show ID`: one customer, and what their scores are made of. */
export async function show(session: Session, id: string, moment: Moment): Promise<ExitCode> {
  const view = await fetchCustomer(session.deployment, id, moment);
  if (session.json) {
    await session.out.json(view);
    return exitCodes.done;
  }
  for (const [n, section] of sectionsOf(id, view).entries()) await write(session, section, n > 0);
  return exitCodes.done;
}

function sectionsOf(id: string, view: CustomerView): readonly Section[] {
  return [...valueSections(id, view), ...relationshipSections(view)];
}

async function write({ out }: Session, { title, lines = [], table }: Section, apart: boolean): Promise<void> {
  if (apart) await out.line('');
  if (title !== undefined) await out.line(title);
  for (const line of lines) await out.line(line);
  if (table !== undefined && table.rows.length > 0) await out.table(table.columns, table.rows);
}
