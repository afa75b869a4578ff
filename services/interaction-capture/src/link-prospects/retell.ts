import type { EventToAppend, StoredEvent } from '@vilfredo/event-sourcing';
import { factId, type Written, write } from '@vilfredo/events';

/** Topics on which something happens to a prospect. */
export const historyTopics = ['customers', 'interactions', 'orders'] as const;
/** What is told about a person, not about the prospect that stood for them. */
const ofThePerson = ['ContactPointLinked', 'ConsentChanged'];

/** Whether what happened to a prospect happened to the customer whom they turned out to be. */
export function isRetold({ topic, type }: StoredEvent): boolean {
  return topic === 'customers' ? ofThePerson.includes(type) : historyTopics.some((one) => one === topic);
}

/** The prospect turned out to be the customer. Told once of each prospect: the first customer stays. */
export function merged(prospect: string, into: string, at: string, because?: StoredEvent): Written {
  const id = mergedId(prospect);
  const { correlationid = id, id: causationid, traceparent } = because ?? {};
  return write(
    'CustomersMerged',
    {
      ...{ id, subject: prospect, time: at, correlationid },
      ...(causationid !== undefined && { causationid }),
      ...(traceparent !== undefined && { traceparent }),
    },
    { source: 'interaction-capture', into },
  );
}

export function mergedId(prospect: string): string {
  return factId('prospect', prospect, 'merged');
}

/** What an event holds sealed; undefined when it holds nothing so. */
export function sealedOf({ data }: Pick<EventToAppend, 'data'>): string | undefined {
  const { sealed } = JSON.parse(data) as { sealed?: unknown };
  return typeof sealed === 'string' ? sealed : undefined;
}

/**
 * The event once more, under the customer: same time, same content, with an id that follows from the original's, so
 * that telling it again is telling it once.
 * @param sealed what the original holds sealed, sealed for the customer; undefined when it cannot be opened any more
 */
export function retold(original: StoredEvent, into: string, sealed: string | undefined): EventToAppend {
  const { topic, type, version, time, correlationid, traceparent } = original;
  const { sealed: _, ...content } = JSON.parse(original.data) as Record<string, unknown>;
  return {
    ...{ topic, subject: into, id: factId(original.id, 'merged into', into), type, version, time, correlationid },
    causationid: original.id,
    ...(traceparent !== undefined && { traceparent }),
    data: JSON.stringify(sealed === undefined ? content : { ...content, sealed }),
  };
}
