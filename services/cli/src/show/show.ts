import type { CustomerView } from '@vilfredo/scoring';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import { fetchCustomer, type Moment } from './fetch-customer.js';
import { relationshipSections } from './relationship-sections.js';
import { type Section, writeSections } from './section.js';
import { valueSections } from './value-sections.js';

/** `show ID`: one customer, and what their scores are made of. */
export async function show(session: Session, id: string, moment: Moment): Promise<ExitCode> {
  const view = await fetchCustomer(session.deployment, id, moment);
  if (session.json) await session.out.json(view);
  else await writeSections(session.out, sectionsOf(id, view));
  return exitCodes.done;
}

function sectionsOf(id: string, view: CustomerView): readonly Section[] {
  return [...valueSections(id, view), ...relationshipSections(view)];
}
