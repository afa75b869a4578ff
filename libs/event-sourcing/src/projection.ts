import type { EventToAppend, StoredEvent } from './event.js';
import type { CollectionDefinition, Field } from './view-store.js';

/** What a consumer makes of a stream: one state per subject, a fold, and the changes that are worth telling. */
export interface Projection<State> {
  /** Defined by `withOutbox`. */
  readonly collection: CollectionDefinition;
  /** The state of a subject that nothing is known of. */
  initial(subject: string): State;
  toView(state: State): { body: string; fields: Record<string, Field> };
  fromBody(body: string): State;
  /** Offset of the newest event folded in, per topic-partition; the projector keeps it. */
  watermarks(state: State): Record<string, number>;
  /**
   * What time alone does to the state before an event, in place; kept although the event itself cannot be folded, so
   * that it does not matter whether somebody looked at the clock first. Null when nothing happened. `evolve` does it by itself.
   */
  approach?(
    state: State,
    event: StoredEvent,
  ): readonly EventToAppend[] | null | Promise<readonly EventToAppend[] | null>;
  /**
   * Folds one event into the state, in place, and returns the changes to publish, with ids that follow from their
   * cause: doing it again publishes nothing new. Null leaves the state as it is, and does not even note the event as seen.
   * @throws Failure `invalid` for an event that can never be folded; anything else that is thrown is a bug.
   */
  evolve(state: State, event: StoredEvent): readonly EventToAppend[] | null | Promise<readonly EventToAppend[] | null>;
}

/** The collection of a projection, with what the projector needs of it. */
export function withOutbox(definition: CollectionDefinition): CollectionDefinition {
  return { ...definition, keepsOutbox: true };
}
