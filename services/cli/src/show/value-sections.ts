import type { CustomerView } from '@vilfredo/scoring';
import type { Cell, Column } from '../tables/table.js';
import type { Section } from './section.js';

const dayMs = 86_400_000;

type Value = NonNullable<CustomerView['value']>;

const partColumns: readonly Column[] = [
  { title: 'Part', kind: 'text' },
  { title: 'Raw value', kind: 'number', decimals: 2 },
  { title: 'Percentile', kind: 'percent' },
  { title: 'Weight', kind: 'percent' },
  { title: 'Points', kind: 'number', decimals: 2 },
];

/** Who the customer is and what they are worth. */
export function valueSections(id: string, view: CustomerView): readonly Section[] {
  const { value, asOf } = view;
  const columns: readonly Column[] = [
    { title: `Customer ${id}`, kind: 'text' },
    { title: `as of ${asOf}`, kind: 'text' },
  ];
  if (value === null) {
    return [
      { table: { columns, rows: [...merged(view), ['State', view.state]] } },
      { lines: ['Has not ordered yet: there is no value to show.'] },
    ];
  }
  const { criteria } = value;
  return [
    { table: { columns, rows: [...merged(view), ...rowsOf(view, value)] } },
    ...(criteria.length === 0 ? [] : [{ title: 'Value', table: { columns: partColumns, rows: partRows(criteria) } }]),
    ...expectedSection(value),
  ];
}

function partRows(criteria: Value['criteria']): readonly (readonly Cell[])[] {
  return criteria.map(({ name, raw, percentile, weight, points }) => [name, raw, percentile, weight, points]);
}

function merged(view: CustomerView): readonly (readonly Cell[])[] {
  return 'mergedInto' in view && view.mergedInto !== undefined ? [['Turned out to be', String(view.mergedInto)]] : [];
}

function rowsOf(view: CustomerView, value: Value): readonly (readonly Cell[])[] {
  const { state, policy, seq } = view;
  const keyProducts = value.keyProducts
    .slice(0, 5)
    .map(({ sku, rank, of, band }) => `${sku} (${band}, ${rank} of ${of})`);
  return [
    ['State', state],
    ['Value', value.score === null ? 'not ranked' : value.score.toFixed(2)],
    ['Tier', value.tier],
    ['ABC', value.abc],
    ['RFM', value.rfm],
    ['First purchase', value.firstPurchase],
    ['Latest purchase', value.latestPurchase],
    ['Purchase days', value.purchaseDays],
    ['Orders in the window', value.ordersInWindow],
    ['Amount in the window', value.amountInWindow],
    ['Latest amount', value.lastAmount],
    ['One-off', value.oneOff.flagged ? (value.oneOff.reason ?? 'yes') : 'no'],
    ['Key for', keyProducts.join(', ')],
    ['Policy', `${policy}, ${cutoffsWords(view)}`],
    ['Changes so far', seq],
  ];
}

function expectedSection({ expected, growth }: Value): readonly Section[] {
  if (expected === null) return [];
  const days = `${expected.horizonDays} days`;
  const line = `${expected.clv} within ${days}: ${expected.purchases.toFixed(2)} purchases of ${expected.spend} each`;
  return [
    {
      title: 'Expected value',
      lines: [`${line}, what is to come counted at its worth today.`, ...growthLines(growth)],
    },
  ];
}

/** Which cut-offs the customer is held against; a day from before there were any is held against the first. */
function cutoffsWords({ epoch, cutoffsAt, asOf }: CustomerView): string {
  if (epoch === null || cutoffsAt === null) return 'cut-offs not taken yet';
  const words = `cut-offs ${epoch}, of ${cutoffsAt.slice(0, 10)}`;
  return Date.parse(cutoffsAt) - Date.parse(asOf) > dayMs ? `${words}: none are older` : words;
}

/** In what the way to the next tier is measured, by what that tier is cut by. */
const unitsOfTiers = {
  score: 'points of value',
  amount: 'in amount',
  product: 'in amount of the product that picks the core',
  category: 'in amount of the category that picks the core',
  quantity: 'units',
  singleProduct: 'orders of one product',
  recency: 'days',
} as const;

function growthLines(growth: Value['growth']): readonly string[] {
  if (growth === null) return [];
  const { amount, nextTier, by, toNextTier } = growth;
  const [room, than] = amount.startsWith('-') ? [amount.slice(1), 'less'] : [amount, 'more'];
  const line = `That is ${room} ${than} than they brought in as long a time before.`;
  return nextTier === null ? [line] : [line, `To ${nextTier}: ${toNextTier} ${unitsOfTiers[by]}.`];
}
