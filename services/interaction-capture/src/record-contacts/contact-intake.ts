/** A wrong field and why. */
export interface FieldRefusal {
  readonly field: string;
  readonly reason: string;
}

/** What became of one record that an edge handed in. */
export type ContactOutcome =
  | { readonly outcome: 'recorded' | 'duplicate'; readonly customerId: string }
  | { readonly refused: readonly FieldRefusal[] };

/** Ties events to the request that told them. */
export interface IntakeTrace {
  readonly correlationid: string;
  readonly traceparent: string;
}

/**
 * Where every edge hands in what came: one record in the shape of its intake (an interaction, a rating, a wrap-up, an
 * attempt). Answers in the order of the records, and only once the log has every fact that they tell.
 * @throws Failure `unavailable` when the log cannot be written; nothing may then be acknowledged
 */
export interface ContactIntake {
  record(intakes: readonly unknown[], trace?: IntakeTrace): Promise<readonly ContactOutcome[]>;
}
