import type { EventToAppend } from '@vilfredo/event-sourcing';
import { ContractSigned, factId, isDecimal, violations, write } from '@vilfredo/events';
import type { FieldRefusal } from './intake.js';
import { FieldReader, isFields } from './read-fields.js';
import { minorOf, settleLines } from './settle-lines.js';

const dayMs = 86_400_000;
/** Beyond this many bytes a fact is refused: brokers and readers are sized for less. */
const largestFact = 1_000_000;

/** What became of one intake object: the event that says it, or every field that is wrong. */
export type IntakeDecision =
  | { readonly event: EventToAppend; readonly refused?: undefined }
  | { readonly event?: undefined; readonly refused: readonly FieldRefusal[] };

/**
 * Turns one intake object (order, return, cancellation, quote or contract) into the event that records it.
 * The event's id follows from (source, kind, own id), so telling the same fact twice gives the same event.
 * @param now epoch milliseconds; a fact more than a day after it is refused as `future`
 */
export function recordOrder(intake: unknown, now: number): IntakeDecision {
  if (!isFields(intake)) return { refused: [{ field: '', reason: 'notAnObject' }] };
  const refused: FieldRefusal[] = [];
  const reader = new FieldReader(intake, refused);
  const record = recorderOf(reader.value('kind'));
  if (record === undefined) return { refused: [{ field: 'kind', reason: 'unknownKind' }] };

  const source = reader.text('source', 100);
  const subject = reader.text('customerId', 200);
  const time = reader.time('at');
  if (time !== '' && Date.parse(time) > now + dayMs) reader.refuse('at', 'future');
  const event = record(reader, refused, { source, subject, time });
  if (refused.length > 0) return { refused };
  if (event.data.length > largestFact / 3 && Buffer.byteLength(event.data) > largestFact) {
    return { refused: [{ field: '', reason: 'tooLarge' }] };
  }
  return { event };
}

interface Told {
  readonly source: string;
  readonly subject: string;
  readonly time: string;
}

type Recorder = (reader: FieldReader, refused: FieldRefusal[], told: Told) => EventToAppend;

function recorderOf(kind: unknown): Recorder | undefined {
  switch (kind) {
    case 'order':
      return order;
    case 'return':
      return returned;
    case 'cancellation':
      return cancellation;
    case 'quote':
      return quote;
    case 'contract':
      return contract;
    default:
      return undefined;
  }
}

const order: Recorder = (reader, refused, told) => {
  const orderId = reader.text('orderId', 200);
  return write('OrderPlaced', envelope('order', orderId, told), { ...sold(reader, refused, told), orderId });
};

const returned: Recorder = (reader, refused, told) => {
  const returnId = reader.text('returnId', 200);
  const orderId = reader.optionalText('orderId', 200);
  const payload = { ...sold(reader, refused, told), returnId, ...(orderId !== undefined && { orderId }) };
  return write('OrderReturned', envelope('return', returnId, told), payload);
};

const cancellation: Recorder = (reader, _refused, told) => {
  const orderId = reader.text('orderId', 200);
  const because = reader.optionalText('because', 300);
  const payload = { source: told.source, orderId, ...(because !== undefined && { because }) };
  return write('OrderCancelled', envelope('cancellation', orderId, told), payload);
};

const quote: Recorder = (reader, refused, told) => {
  const quoteId = reader.text('quoteId', 200);
  const validUntil = reader.optionalDay('validUntil');
  const payload = { ...sold(reader, refused, told), quoteId, ...(validUntil !== undefined && { validUntil }) };
  return write('QuoteIssued', envelope('quote', quoteId, told), payload);
};

const contract: Recorder = (reader, _refused, told) => {
  const contractId = reader.text('contractId', 200);
  const currency = readCurrency(reader);
  const amountMinor = readVolume(reader, currency);
  const from = reader.optionalDay('from');
  const until = reader.optionalDay('until');
  const payload = {
    source: told.source,
    contractId,
    currency,
    ...(amountMinor !== undefined && { amountMinor }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
  return write('ContractSigned', envelope('contract', contractId, told), payload);
};

function sold(reader: FieldReader, refused: FieldRefusal[], told: Told) {
  const currency = readCurrency(reader);
  const channel = reader.optionalText('channel', 50);
  const agentId = reader.optionalText('agentId', 100);
  return {
    source: told.source,
    currency,
    ...(channel !== undefined && { channel }),
    ...(agentId !== undefined && { agentId }),
    lines: settleLines(reader.value('lines'), currency, refused),
  };
}

function envelope(kind: string, ownId: string, { source, subject, time }: Told) {
  const id = factId(source, kind, ownId);
  return { id, subject, time, correlationid: id };
}

function readCurrency(reader: FieldReader): string {
  const currency = reader.text('currency', 3);
  if (currency === '' || isCurrency(currency)) return currency;
  reader.refuse('currency', 'unknownCurrency');
  return '';
}

const currencies = new Map<string, boolean>();

/** Whether the contract of the events takes the code; asked once per code of three capital letters. */
export function isCurrency(code: string): boolean {
  if (!/^[A-Z]{3}$/.test(code)) return false;
  let right = currencies.get(code);
  if (right === undefined) {
    right = violations(ContractSigned, { source: '-', contractId: '-', currency: code }).length === 0;
    currencies.set(code, right);
  }
  return right;
}

function readVolume(reader: FieldReader, currency: string): number | undefined {
  const amount = reader.value('amount');
  if (amount === undefined || currency === '') return undefined;
  const amountMinor = isDecimal(amount) && !amount.startsWith('-') ? minorOf(amount, currency) : undefined;
  if (amountMinor !== undefined) return amountMinor;
  reader.refuse('amount', 'badPrice');
  return undefined;
}
