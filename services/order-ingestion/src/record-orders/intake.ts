/** What orders look like where they are taken in, by HTTP, file or shop. Amounts are decimal text. */
export interface IntakeLine {
  readonly sku: string;
  readonly name?: string;
  readonly category?: string;
  /** More than zero, at most three decimals. */
  readonly quantity: number | string;
  /** The price of one unit; either this or `amount`. */
  readonly unitPrice?: string;
  /** What the whole line cost, where the source says only that, or where a discount makes it differ from quantity x unit price. */
  readonly amount?: string;
}

interface FromSource {
  readonly source: string;
  readonly customerId: string;
  /** ISO 8601 with offset. */
  readonly at: string;
}

interface Sold extends FromSource {
  /** ISO 4217. */
  readonly currency: string;
  readonly channel?: string;
  readonly agentId?: string;
  readonly lines: readonly IntakeLine[];
}

export type IntakeOrder =
  | (Sold & { readonly kind: 'order'; readonly orderId: string })
  | (Sold & { readonly kind: 'return'; readonly returnId: string; readonly orderId?: string })
  | (Sold & { readonly kind: 'quote'; readonly quoteId: string; readonly validUntil?: string })
  | (FromSource & { readonly kind: 'cancellation'; readonly orderId: string; readonly because?: string })
  | (FromSource & {
      readonly kind: 'contract';
      readonly contractId: string;
      readonly currency: string;
      /** The agreed volume. */
      readonly amount?: string;
      readonly from?: string;
      readonly until?: string;
    });

/** One field that cannot be used, by dotted path, and why (a camelCase word). */
export interface FieldRefusal {
  readonly field: string;
  readonly reason: string;
}
