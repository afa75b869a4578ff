import type { AppendOutcome, EventLog, EventToAppend } from '@vilfredo/event-sourcing';
import type { Vault } from '@vilfredo/vault';
import type { Fact } from './contact-facts.js';
import type { IntakeTrace } from './contact-intake.js';
import { eventOf } from './decide-interaction.js';

/** Facts of one customer, told together. */
export interface ToldFacts {
  readonly subject: string;
  readonly facts: readonly Fact[];
  readonly trace?: IntakeTrace | undefined;
}

const mostEvents = 500;
const mostCharacters = 4_000_000;

/** What became of several appends: a fact told with other content outweighs everything, and a new one what was known. */
export function together(outcomes: readonly AppendOutcome[]): AppendOutcome {
  if (outcomes.includes('conflict')) return 'conflict';
  return outcomes.includes('appended') ? 'appended' : 'duplicate';
}

/**
 * Seals what is secret and appends everything, in the order given.
 * @returns what became of each group
 * @throws Failure `unavailable` when the log or the keys cannot be reached; some of the facts may be written
 */
export async function writeFacts(
  log: Pick<EventLog, 'append'>,
  vault: Pick<Vault, 'seal'>,
  told: readonly ToldFacts[],
): Promise<readonly AppendOutcome[]> {
  const written = await Promise.all(
    told.flatMap(({ subject, facts, trace }, group) =>
      facts.map(async (fact) => {
        const sealed = fact.secret === undefined ? undefined : await vault.seal(subject, fact.secret);
        return { group, event: eventOf(fact, subject, sealed, trace) };
      }),
    ),
  );
  const outcomes = await appendAll(
    log,
    written.map(({ event }) => event),
  );
  const ofGroups = told.map((): AppendOutcome[] => []);
  for (const [i, { group }] of written.entries()) ofGroups[group]?.push(outcomes[i]!);
  return ofGroups.map(together);
}

/** Appends in portions that every log takes. */
export async function appendAll(
  log: Pick<EventLog, 'append'>,
  events: readonly EventToAppend[],
): Promise<readonly AppendOutcome[]> {
  const outcomes: AppendOutcome[] = [];
  let portion: EventToAppend[] = [];
  let characters = 0;
  const flush = async () => {
    if (portion.length > 0) outcomes.push(...(await log.append(portion)));
    [portion, characters] = [[], 0];
  };
  for (const event of events) {
    if (portion.length >= mostEvents || characters + event.data.length > mostCharacters) await flush();
    portion.push(event);
    characters += event.data.length;
  }
  await flush();
  return outcomes;
}
