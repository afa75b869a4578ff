export interface TopicDeclaration {
  readonly name: string;
  /** Topics with the customer as their key have the same partition count, so that one worker has all of a customer. */
  readonly keyedBy: 'customer' | 'other';
  /** Of a topic with another key; 1 when not given. */
  readonly partitions?: number;
  /** Milliseconds that events are kept; for ever when not given. */
  readonly retention?: number;
}

/** The product's topics. All are kept for ever: the log is the truth, and views are folded from it again. */
export const standardTopics: readonly TopicDeclaration[] = [
  { name: 'customers', keyedBy: 'customer' },
  { name: 'interactions', keyedBy: 'customer' },
  { name: 'orders', keyedBy: 'customer' },
  { name: 'scores', keyedBy: 'customer' },
  { name: 'alerts', keyedBy: 'customer' },
  { name: 'governance', keyedBy: 'other', partitions: 1 },
];

/** How many partitions each topic has, in the order of their declaration. */
export function partitionCounts(topics: readonly TopicDeclaration[], ofCustomers: number): ReadonlyMap<string, number> {
  return new Map(
    topics.map(({ name, keyedBy, partitions = 1 }) => [name, keyedBy === 'customer' ? ofCustomers : partitions]),
  );
}
