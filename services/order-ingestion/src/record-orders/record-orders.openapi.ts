import { intakeAnswer, intakeProblem, is, json, manyOf, type RouteWords, type Schema } from '@vilfredo/service';
import type { IntakeLine, IntakeOrder } from './intake.js';

type Of<Kind extends IntakeOrder['kind']> = Extract<IntakeOrder, { readonly kind: Kind }>;

const currency: Schema = { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217.' };
const decimal: Schema = { type: 'string', pattern: '^-?\\d{1,15}(\\.\\d{1,9})?$' };
const kindOf = (kind: IntakeOrder['kind']): Schema => ({ const: kind });

const line = is.shape<IntakeLine>('OrderLine', {
  sku: is.upTo(100),
  name: is.optional(is.orNull(is.text)),
  category: is.optional(is.orNull(is.text)),
  quantity: is.says('More than zero, at most three decimals.', { type: ['number', 'string'] }),
  unitPrice: is.optional(is.says('Either this or `amount`.', is.orNull(decimal))),
  amount: is.optional(is.says('Of the whole line.', is.orNull(decimal))),
});

const told = { source: is.upTo(100), customerId: is.upTo(200), at: is.time };
const sold = {
  ...told,
  currency,
  channel: is.optional(is.orNull(is.says('At most 50 characters.', is.text))),
  agentId: is.optional(is.orNull(is.says('At most 100 characters.', is.text))),
  lines: { ...is.list(line), minItems: 1, maxItems: 10_000 },
};
const until = is.optional(is.orNull(is.moment));

const order = is.shape<Of<'order'>>('Order', { kind: kindOf('order'), ...sold, orderId: is.upTo(200) });
const returned = is.shape<Of<'return'>>('Return', {
  kind: kindOf('return'),
  ...sold,
  returnId: is.upTo(200),
  orderId: is.optional(is.orNull(is.says("Of the order; the customer's latest of that sku when absent.", is.text))),
});
const cancellation = is.shape<Of<'cancellation'>>('Cancellation', {
  kind: kindOf('cancellation'),
  ...told,
  orderId: is.upTo(200),
  because: is.optional(is.orNull(is.says('At most 300 characters.', is.text))),
});
const quote = is.shape<Of<'quote'>>('Quote', {
  kind: kindOf('quote'),
  ...sold,
  quoteId: is.upTo(200),
  validUntil: until,
});
const contract = is.shape<Of<'contract'>>('Contract', {
  kind: kindOf('contract'),
  ...told,
  currency,
  contractId: is.upTo(200),
  amount: is.optional(is.says('The agreed volume.', is.orNull(decimal))),
  from: until,
  until,
});

export const recording: RouteWords = {
  summary: 'Takes orders, returns, cancellations, quotes and contracts; answered once the log has every usable one.',
  body: manyOf({ title: 'IntakeOrder', oneOf: [order, returned, cancellation, quote, contract] }),
  answers: { 202: json(intakeAnswer) },
  problem: intakeProblem,
};
