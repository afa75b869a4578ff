import type { CustomerView } from '@vilfredo/scoring';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import { fetchCustomer, type Moment } from '../show/fetch-customer.js';
import { causingEvents } from './causing-events.js';
import { eventsTable } from './events-table.js';
import { causesNamed, type ExplainedView, explainedView } from './explained-view.js';
import { signedText } from './plain-numbers.js';
import { survivalWords } from './silence-words.js';
import { termTitle } from './term-words.js';

export interface ExplainOptions extends Moment {
  /** Events shown behind each part. */
  readonly events: number;
}

type Part = ExplainedView['parts'][number] | ExplainedView['stages'][number];
type Explained = Pick<Part, 'words' | 'events'>;

/** `explain ID`: every part of every score in words, with the events behind it. */
export async function explain(session: Session, id: string, options: ExplainOptions): Promise<ExitCode> {
  const view = await fetchCustomer(session.deployment, id, options);
  const explained = explainedView(view, await causingEvents(session.deployment, id, causesNamed(view)));
  if (session.json) {
    await session.out.json(explained);
    return exitCodes.done;
  }
  const told = new Telling(session, options.events);
  await session.out.line(headline(id, view));
  await told.value(view, explained);
  await told.churn(explained);
  await told.satisfaction(explained);
  await told.stages(explained);
  await told.qualification(explained);
  return exitCodes.done;
}

/** Tells one section after the other. */
class Telling {
  constructor(
    private readonly session: Session,
    private readonly eventsShown: number,
  ) {}

  async value({ value }: CustomerView, { parts }: ExplainedView): Promise<void> {
    if (value?.oneOff.flagged) await this.line(`A one-off, and so in no tier: ${value.oneOff.reason}.`);
    for (const part of parts) await this.part(`${part.points.toFixed(2)} points  ${part.name}`, part);
  }

  async churn({ churn }: ExplainedView): Promise<void> {
    if (churn === null) return;
    const { risk, band, silence, terms } = churn;
    await this.line(`\nThe churn risk is ${risk.toFixed(2)} of 100: ${band}. It is made of:`);
    for (const { name, points, logOdds, ...term } of terms) {
      const title = `${points.toFixed(2)} points  ${termTitle(name)} (log-odds ${signedText(logOdds)})`;
      await this.part(title, term);
    }
    await this.line(`\n${silence.words}.\n  ${survivalWords(silence)}.`);
  }

  async satisfaction({ satisfaction }: ExplainedView): Promise<void> {
    if (satisfaction !== null) await this.part('Satisfaction', satisfaction);
  }

  async stages({ stages }: ExplainedView): Promise<void> {
    for (const stage of stages) await this.part(`${stage.product}: stage of ${stage.stage}`, stage);
  }

  async qualification({ qualification }: ExplainedView): Promise<void> {
    if (qualification === null) return;
    await this.line(`\nThe qualification is ${qualification.score.toFixed(2)} of 100. It is made of:`);
    for (const part of qualification.parts) await this.part(`${part.points.toFixed(2)} points  ${part.name}`, part);
  }

  private async part(title: string, { words, events }: Explained): Promise<void> {
    await this.line(`\n${title}\n  ${words}.`);
    if (events.length === 0) return;
    const { columns, rows } = eventsTable(events.slice(0, this.eventsShown));
    await this.session.out.table(columns, rows);
    const more = events.length - this.eventsShown;
    if (more > 0) await this.line(`  and ${more} more (--events ${events.length})`);
  }

  private line(text: string): Promise<void> {
    return this.session.out.line(text);
  }
}

function headline(id: string, { state, value, asOf }: CustomerView): string {
  const when = `as of ${asOf.slice(0, 16).replace('T', ' ')} UTC`;
  if (value === null) return `Customer ${id} (${state}) has not ordered yet, ${when}.`;
  if (value.score === null) return `Customer ${id} is ${state} and therefore not ranked, ${when}.`;
  const tier = value.tier === null ? 'in no tier' : `in the ${value.tier} tier`;
  return `Customer ${id} is ${state}, has a value of ${value.score.toFixed(2)} and is ${tier}, ${when}. It is made of:`;
}
