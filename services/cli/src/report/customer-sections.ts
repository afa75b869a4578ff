import { count, counted, exactMoney, percent, shareOf, wholeMoney, words } from './figures.js';
import { type Html, html, nothing } from './html.js';
import type { ReportCustomer, ReportInput } from './report-input.js';

function customerRow(customer: ReportCustomer, place: number): Html {
  const flag = customer.oneOff ? html`<span class="flag">one-off</span>` : nothing;
  return html`<tr><td class="number">${place + 1}</td><th scope="row">${customer.customerId} ${flag}</th><td>${customer.tier ?? '–'}</td>
<td class="number">${customer.score === null ? '–' : customer.score.toFixed(1)}</td><td>${customer.abc ?? '–'}</td><td>${customer.rfm ?? '–'}</td>
<td class="number">${count(customer.orders)}</td><td class="number">${exactMoney(customer.amount)}</td><td class="date">${customer.latestPurchase?.slice(0, 10) ?? '–'}</td></tr>`;
}

export function customersSection({ topCustomers, currency }: ReportInput): Html {
  if (topCustomers.length === 0) return nothing;
  return html`<section aria-labelledby="customers">
<h2 id="customers">The most valuable customers</h2>
<table class="long"><thead><tr><th scope="col" class="number">#</th><th scope="col">Customer</th><th scope="col">Tier</th><th scope="col" class="number">Score</th>
<th scope="col">ABC</th><th scope="col"><abbr title="recency, frequency, monetary: 5 is best">RFM</abbr></th><th scope="col" class="number">Orders</th><th scope="col" class="number">Amount, ${currency}</th><th scope="col">Latest purchase</th></tr></thead>
<tbody>${topCustomers.map(customerRow)}</tbody></table>
</section>`;
}

export function oneOffSection({ summary, oneOffs, currency }: ReportInput): Html {
  const { flagged } = summary.guard;
  if (flagged === 0 && oneOffs.length === 0) return nothing;
  const rows = oneOffs.map(
    (customer) => html`<tr><th scope="row">${customer.customerId}</th><td class="number">${count(customer.orders)}</td>
<td class="number">${exactMoney(customer.amount)}</td><td class="number">${customer.largestOrder === undefined ? '–' : exactMoney(customer.largestOrder)}</td><td>${customer.reason}</td></tr>`,
  );
  const shown = oneOffs.length < flagged ? `The ${count(oneOffs.length)} largest of them:` : '';
  const table =
    rows.length === 0
      ? nothing
      : html`<table class="long"><thead><tr><th scope="col">Customer</th><th scope="col" class="number">Orders</th><th scope="col" class="number">Amount, ${currency}</th>
<th scope="col" class="number">Largest order</th><th scope="col">Why flagged</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<section aria-labelledby="one-offs">
<h2 id="one-offs">Big, but only once</h2>
<p>${counted(flagged, 'customer')} among the first ${count(summary.concentration.top)} by amount ${flagged === 1 ? 'owes' : 'owe'} that place to a single order. They stay in the figures, but enter no tier and no class A. ${shown}</p>
${table}
</section>`;
}

export function productsSection({ summary, keyProducts, currency }: ReportInput): Html {
  if (keyProducts.length === 0) return nothing;
  const rows = keyProducts.map(
    (
      product,
    ) => html`<tr><th scope="row">${product.name ?? product.sku} <small>${product.name === undefined ? '' : product.sku}</small></th>
<td class="number">${count(product.buyers)}</td><td class="number">${count(product.key)}</td><td class="number">${count(product.strong)}</td>
<td class="number">${product.strongOutsideTop === undefined ? '–' : count(product.strongOutsideTop)}</td><td class="number">${wholeMoney(product.amount)}</td></tr>`,
  );
  return html`<section aria-labelledby="products">
<h2 id="products">Key products</h2>
<p>${counted(summary.keyForProductOutsideTop, 'customer')} outside the overall top ${summary.keyForProductOutsideTop === 1 ? 'is' : 'are'} nevertheless among the first 4 % of some product with at least 50 buyers.</p>
<table class="long"><thead><tr><th scope="col">Product</th><th scope="col" class="number">Buyers</th><th scope="col" class="number">Key</th><th scope="col" class="number">Strong</th>
<th scope="col" class="number">…outside the top</th><th scope="col" class="number">Amount, ${currency}</th></tr></thead><tbody>${rows}</tbody></table>
</section>`;
}

const reasons: Readonly<Record<string, string>> = {
  noCustomer: 'no customer on the line: nobody to count it for',
  zeroQuantity: 'the quantity is zero',
  badQuantity: 'the quantity is not a number',
  badDate: 'the date cannot be read',
  badPrice: 'the price cannot be read',
  creditNote: 'credit notes, left out as the mapping says',
  missingOrderId: 'no order number',
  conflictingCustomer: 'one order number with two customers',
  afterAsOf: 'later than the day of this report',
  lineTooLong: 'longer than any real line',
  conflict: 'the same number with other content',
  future: 'dated in the future',
};

export function refusedSection({ summary }: ReportInput): Html {
  const refused = Object.entries(summary.refused).sort(([, one], [, other]) => other - one);
  const all = refused.reduce((sum, [, lines]) => sum + lines, 0);
  if (all === 0)
    return html`<section aria-labelledby="refused"><h2 id="refused">What was left out</h2><p>Nothing: every line could be used.</p></section>`;
  const rows = refused.map(
    ([reason, lines]) =>
      html`<tr><th scope="row">${reasons[reason] ?? words(reason)}</th><td class="number">${count(lines)}</td><td class="number">${percent(shareOf(lines, all))}</td></tr>`,
  );
  return html`<section aria-labelledby="refused">
<h2 id="refused">What was left out</h2>
<p>${counted(all, 'line')} ${all === 1 ? 'was' : 'were'} left out, and ${all === 1 ? 'is' : 'are'} in none of the figures above.</p>
<table><thead><tr><th scope="col">Reason</th><th scope="col" class="number">Lines</th><th scope="col" class="number">of these</th></tr></thead><tbody>${rows}</tbody></table>
</section>`;
}
