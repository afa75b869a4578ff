import { activityStates, riskBands } from '@vilfredo/events';
import type { CurvePoint } from '@vilfredo/scoring-model';
import { is, json, paged, type RefusedTogether, type RouteWords } from '@vilfredo/service';
import type { BookReader } from './book-reader.js';
import type { BookSummary, Standings } from './book-summary.js';

type Summary = Awaited<ReturnType<BookReader['summary']>> & Partial<RefusedTogether>;

const standingFields: is.Fields<Standings> = {
  states: is.tally(activityStates),
  tiers: is.says('The top includes the core.', is.tally(['top', 'core'])),
  bands: is.tally(riskBands),
  silence: is.tally(['onTime', 'overdue', 'veryOverdue']),
  classes: is.tally([1, 2, 3, 4]),
};
export const standings = is.shape<Standings>('Standings', standingFields);

const concentrationFields: is.Fields<BookSummary['concentration']> = {
  criterion: { const: 'amount' },
  n: is.count,
  top: is.count,
  core: is.count,
  topShare: is.number,
  coreShare: is.number,
  gini: is.number,
  abc: is.tally(['A', 'B', 'C']),
};

const bookSummary = is.shape<Summary>('Summary', {
  asOf: is.time,
  events: is.count,
  customers: is.count,
  prospects: is.count,
  currencies: is.list(is.text),
  ...standingFields,
  concentration: is.object<BookSummary['concentration']>(concentrationFields),
  guard: is.object<BookSummary['guard']>({ flagged: is.count }),
  keyForProductOutsideTop: is.count,
  parked: is.count,
  viewsSha256: is.optional(is.says('With `hash=true`.', is.text)),
  seconds: is.says('What reading the book took.', is.number),
  eventsPerSecond: is.number,
  refused: is.optional(is.says('Records that the intakes refused, by reason.', is.named(is.count))),
  refusedUnknownOf: is.optional(is.says('Intakes that did not say what they refused.', is.list(is.text))),
});

const point = is.object<CurvePoint>({ customers: is.number, amount: is.number });

const product = is.object<Record<'sku' | 'buyers' | 'amount' | 'ranked', unknown>>({
  sku: is.text,
  buyers: is.count,
  amount: is.money,
  ranked: is.says('Whether enough bought it for key buyers to be told apart.', is.flag),
});

const buyer = is.object<Record<'customerId' | 'rank' | 'of' | 'amount' | 'quantity' | 'band', unknown>>({
  customerId: is.text,
  rank: is.count,
  of: is.count,
  amount: is.money,
  quantity: is.number,
  band: is.orNull(is.oneOf(['key', 'strong'])),
});

export const summary: RouteWords = {
  summary: 'The book in figures.',
  query: { hash: { ...is.says('Adds `viewsSha256`.', is.flag), default: false } },
  answers: { 200: json(bookSummary) },
};

export const concentration: RouteWords = {
  summary: 'How much the most valuable bring, with the curve.',
  query: {
    criterion: { ...is.oneOf(['amount']), default: 'amount' },
    window: {
      type: 'string',
      pattern: '^(all|\\d{1,5}d)$',
      description: "Days such as 365d; the policy's when absent.",
    },
  },
  answers: {
    200: json(
      is.shape<BookSummary['concentration'] & { points: unknown }>('Concentration', {
        ...concentrationFields,
        points: is.list(point),
      }),
    ),
  },
  problems: [409],
};

export const products: RouteWords = {
  summary: 'What was bought in the window.',
  query: paged(),
  answers: { 200: json(is.pageOf({ title: 'Product', ...product })) },
};

export const buyers: RouteWords = {
  summary: 'Who bought it in the window, the most valuable first.',
  query: paged(),
  answers: { 200: json(is.pageOf({ title: 'ProductBuyer', ...buyer })) },
  problems: [404],
};
