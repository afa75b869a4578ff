import type { CustomerView } from '@vilfredo/scoring';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import type { Cell, Column } from '../tables/table.js';
import { fetchCustomer, type Moment } from './fetch-customer.js';

type Value = NonNullable<CustomerView['value']>;

const pair: readonly Column[] = [
  { title: 'Customer', kind: 'text' },
  { title: '', kind: 'text' },
];
export const partColumns: readonly Column[] = [
  { title: 'Part', kind: 'text' },
  { title: 'Raw value', kind: 'number', decimals: 2 },
  { title: 'Percentile', kind: 'percent' },
  { title: 'Weight', kind: 'percent' },
  { title: 'Points', kind: 'number', decimals: 2 },
];

/** `show ID`: one customer, and what their score is made of. */
export async function show(session: Session, id: string, moment: Moment): Promise<ExitCode> {
  const view = await fetchCustomer(session.deployment, id, moment);
  if (session.json) {
    await session.out.json(view);
    return exitCodes.done;
  }
  const { value } = view;
  await session.out.table(
    [
      { ...pair[0]!, title: `Customer ${id}` },
      { ...pair[1]!, title: `as of ${view.asOf}` },
    ],
    value === null ? [['State', view.state]] : rowsOf(view, value),
  );
  if (value === null) await session.out.line('\nHas not ordered yet: there is no value to show.');
  else if (value.criteria.length > 0) {
    await session.out.line('');
    await session.out.table(
      partColumns,
      value.criteria.map(({ name, raw, percentile, weight, points }) => [name, raw, percentile, weight, points]),
    );
  }
  return exitCodes.done;
}

function rowsOf({ state, policy, epoch, seq }: CustomerView, value: Value): readonly (readonly Cell[])[] {
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
    ['Policy', `${policy}, cut-offs ${epoch ?? 'not taken yet'}`],
    ['Changes so far', seq],
  ];
}
