import { concentrationChart } from './concentration-chart.js';
import { count, counted, longDate, percent, shareOf, wholeMoney, words } from './figures.js';
import { type Html, html, nothing } from './html.js';
import type { ReportInput, ReportTier } from './report-input.js';

function totalOf(input: ReportInput): number {
  return input.tiers.reduce((sum, tier) => sum + Number(tier.amount), 0);
}

/** The book in one sentence of measured numbers. */
export function headline({ summary }: ReportInput): string {
  const { n, top, core, topShare, coreShare } = summary.concentration;
  if (n === 0) return 'No customer has bought anything in this window yet.';
  if (n === 1) return 'The only customer brings the whole amount.';
  const share = percent(shareOf(top, n), 0);
  const rest = core === top ? '' : `; ${count(core)} of them ${core === 1 ? 'brings' : 'bring'} ${percent(coreShare)}`;
  return `${count(top)} of ${counted(n, 'customer')} (${share}) ${top === 1 ? 'brings' : 'bring'} ${percent(topShare)} of the amount${rest}.`;
}

function figure(value: string, label: string): Html {
  return html`<div class="figure"><dd>${value}</dd><dt>${label}</dt></div>`;
}

export function opening(input: ReportInput): Html {
  const { summary } = input;
  return html`<header>
<p class="kicker">${input.title}</p>
<h1>${headline(input)}</h1>
<p class="meta">As of ${longDate(summary.asOf)} · ${input.window} · amounts in ${input.currency}</p>
<dl class="figures">
${figure(count(summary.concentration.n), 'customers who bought')}
${figure(wholeMoney(String(totalOf(input))), `${input.currency}, amount in the window`)}
${figure(summary.concentration.gini.toFixed(2), 'Gini: 0 all equal, 1 one has all')}
${figure(count(summary.guard.flagged), 'look big, but are one-offs')}
</dl>
</header>`;
}

export function concentrationSection(input: ReportInput): Html {
  const { n, topShare } = input.summary.concentration;
  if (n === 0) return nothing;
  return html`<section aria-labelledby="concentration">
<h2 id="concentration">Where the amount comes from</h2>
<figure>${concentrationChart(input)}
<figcaption>
<p>Read it from the left: the customers are lined up by what they bought, the largest first. The higher the curve climbs at once, the more hangs on few.</p>
<p>The famous rule says that a fifth brings 80 %. In this book it is <strong>${percent(topShare)}</strong>.</p>
<p>The dashed line is a book in which everybody brings the same.</p></figcaption></figure>
</section>`;
}

const tierNames: Readonly<Record<ReportTier['tier'], readonly [name: string, meaning: string]>> = {
  core: ['Core', 'the top 20 % of the top 20 %'],
  top: ['Top', 'the rest of the top 20 %'],
  other: ['Others', 'everybody else'],
};

function bar(share: number, kind: string): Html {
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10"/><rect class="${kind}" width="${(share * 100).toFixed(2)}" height="10"/></svg>`;
}

export function tiersSection(input: ReportInput): Html {
  const amount = totalOf(input);
  const customers = input.tiers.reduce((sum, tier) => sum + tier.customers, 0);
  const rows = input.tiers.map((tier) => {
    const [name, meaning] = tierNames[tier.tier];
    const share = shareOf(Number(tier.amount), amount);
    return html`<tr><th scope="row">${name} <small>${meaning}</small></th>
<td class="number">${count(tier.customers)}</td><td class="number">${percent(shareOf(tier.customers, customers))}</td>
<td class="number">${wholeMoney(tier.amount)}</td><td class="number">${percent(share)}</td><td class="barred">${bar(share, tier.tier)}</td></tr>`;
  });
  return html`<section aria-labelledby="tiers">
<h2 id="tiers">Tiers</h2>
<table><caption>Tiers rank the customers who are active now, by the value score</caption>
<thead><tr><th scope="col">Tier</th><th scope="col" class="number">Customers</th><th scope="col" class="number">of all</th>
<th scope="col" class="number">Amount, ${input.currency}</th><th scope="col" class="number">of all</th><th scope="col"><span class="unseen">Share of the amount</span></th></tr></thead>
<tbody>${rows}</tbody></table>
</section>`;
}

/** How the classes split the customers, over how they split the amount: A to 80 %, B to 95 %, C the rest. */
export function abcSection({ summary }: ReportInput): Html {
  const { abc, n } = summary.concentration;
  if (n === 0) return nothing;
  const classes = [
    { name: 'A', customers: abc.A, amount: 0.8 },
    { name: 'B', customers: abc.B, amount: 0.15 },
    { name: 'C', customers: abc.C, amount: 0.05 },
  ];
  const all = abc.A + abc.B + abc.C;
  const stacked = (label: string, share: (one: (typeof classes)[number]) => number) => html`<div class="stack">
<span class="stack-label">${label}</span><div class="segments">${classes.map((one) => segment(one.name, share(one)))}</div></div>`;
  return html`<section aria-labelledby="abc">
<h2 id="abc">ABC</h2>
${stacked('Customers', (one) => shareOf(one.customers, all))}
${stacked('Amount', (one) => one.amount)}
<p>${counted(abc.A, 'customer')} (${percent(shareOf(abc.A, all), 0)}) in class A bring the first 80 % of the amount, ${count(abc.B)} in B the next 15 %, ${count(abc.C)} in C the last 5 %.</p>
</section>`;
}

function segment(name: string, share: number): Html {
  const label = share > 0.08 ? `${name} ${percent(share, 0)}` : name;
  return html`<span class="segment abc-${name.toLowerCase()}" style="width:${(share * 100).toFixed(2)}%">${label}</span>`;
}

const stateMeanings: Readonly<Record<string, string>> = {
  prospect: 'known, has not bought yet',
  new: 'one day of purchase so far',
  active: 'bought recently enough to be expected back',
  dormant: 'quiet for longer than usual',
  lost: 'no longer expected to buy',
};

export function statesSection({ summary }: ReportInput): Html {
  const states = Object.entries(summary.states);
  const all = states.reduce((sum, [, customers]) => sum + customers, 0);
  if (all === 0) return nothing;
  const rows = states.map(
    ([state, customers]) => html`<tr><th scope="row">${words(state)} <small>${stateMeanings[state] ?? ''}</small></th>
<td class="number">${count(customers)}</td><td class="number">${percent(shareOf(customers, all))}</td><td class="barred">${bar(shareOf(customers, all), 'other')}</td></tr>`,
  );
  return html`<section aria-labelledby="states">
<h2 id="states">Who is still buying</h2>
<table><thead><tr><th scope="col">State</th><th scope="col" class="number">Customers</th><th scope="col" class="number">of all</th><th scope="col"><span class="unseen">Share of the customers</span></th></tr></thead>
<tbody>${rows}</tbody></table>
</section>`;
}
