/**
 * An event as it travels: CloudEvents 1.0 attribute names, and the payload as JSON text, so that a log never
 * needs to understand what it carries and a batch is decoded once, by the consumer that wants it.
 */
export interface EventToAppend {
  readonly topic: string;
  /** Decides the partition: the customer id on every customer topic. */
  readonly subject: string;
  /** Appending the same id twice is appending it once. */
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** When it happened, ISO 8601 in UTC. */
  readonly time: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly traceparent?: string;
  /** JSON text. Two appends with one id are the same fact when type, subject, time and this text are equal; otherwise they conflict. */
  readonly data: string;
}

/** An event as the log gives it back. */
export interface StoredEvent extends EventToAppend {
  /** When we learned it, ISO 8601 in UTC; never decreases along one log. */
  readonly recordedat: string;
  readonly partition: number;
  /** Grows along a partition; gaps are allowed. */
  readonly offset: number;
}

/** `topic-partition`, the name under which views keep their watermarks. */
export function topicPartition(event: { topic: string; partition: number }): string {
  return `${event.topic}-${event.partition}`;
}
