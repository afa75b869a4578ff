/** Whose intake a record belongs to. */
export type RecordKind = 'order' | 'contact' | 'customer';

const kinds: Readonly<Record<string, RecordKind>> = {
  ...{ order: 'order', return: 'order', cancellation: 'order', quote: 'order', contract: 'order' },
  ...{
    interaction: 'contact',
    'wrap-up': 'contact',
    rating: 'contact',
    attempt: 'contact',
    'case-resolved': 'contact',
  },
  customer: 'customer',
};
/** The ids by which records are known, those of orders first: an order may name the contact in which it was placed. */
const orderIds = ['orderId', 'returnId', 'quoteId', 'contractId'];
const contactIds = ['interactionId', 'ratingId', 'attemptId', 'caseId'];

/**
 * What kind of record an object is: by what it says of itself, else by its own id.
 * @param otherwise whose intake is to refuse what is neither
 */
export function kindOfRecord(record: Readonly<Record<string, unknown>>, otherwise: RecordKind = 'order'): RecordKind {
  const told = typeof record.kind === 'string' && Object.hasOwn(kinds, record.kind) ? kinds[record.kind] : undefined;
  if (told !== undefined) return told;
  const has = (name: string) => Object.hasOwn(record, name);
  if (orderIds.some(has)) return 'order';
  if (contactIds.some(has)) return 'contact';
  const isCustomer = has('customerId') && !has('lines') && !has('channel');
  return isCustomer ? 'customer' : otherwise;
}

const mayBeOther = /"(?:interactionId|ratingId|attemptId|caseId|kind)"\s*:/;

/** Whether a line of NDJSON can be told for an order without reading it, which most lines of most files can. */
export function isPlainlyOrder(line: string): boolean {
  if (!line.includes('"orderId"') || !line.trimStart().startsWith('{')) return false;
  return !mayBeOther.test(line) || /"kind"\s*:\s*"order"/.test(line);
}
