import { shortSilence, stateWords, timesOfCycle } from '../explain/silence-words.js';
import { count, counted, exactMoney, percent, shareOf, wholeMoney } from './figures.js';
import { type Html, html, nothing } from './html.js';
import type { ReportInput } from './report-input.js';
import type { Band, ReportAtRisk, ReportSilence, ReportStake } from './risk-input.js';
import { stakeChart } from './stake-chart.js';

/** What is at stake: the amount by tier and band. */
export function stakeSection({ risk: { stakes }, currency }: ReportInput): Html {
  if (stakes.every(({ customers }) => customers === 0)) return nothing;
  return html`<section aria-labelledby="stake">
<h2 id="stake">What is at stake</h2>
<p>${stakeWords(stakes)}</p>
<div class="wide">${stakeChart(stakes)}</div>
<p class="note">Amounts in ${currency}, bought in the window. The deeper the colour, the more was bought there.</p>
</section>`;
}

function stakeWords(stakes: readonly ReportStake[]): string {
  const sum = (some: readonly ReportStake[]) => some.reduce((total, { amount }) => total + Number(amount), 0);
  const endangered = stakes.filter(({ band }) => band === 'high' || band === 'critical');
  const customers = endangered.reduce((total, stake) => total + stake.customers, 0);
  const best = endangered.filter(({ tier }) => tier !== 'other').reduce((total, stake) => total + stake.customers, 0);
  const share = percent(shareOf(sum(endangered), sum(stakes)));
  const ofTop =
    best === 0 ? 'None of them is in the top.' : `${count(best)} of them ${best === 1 ? 'is' : 'are'} in the top.`;
  return `${counted(customers, 'customer')} with a high or critical risk of leaving bought ${share} of the amount. ${ofTop}`;
}

const bandFlag = (band: Band): Html => html`<span class="flag band-flag-${band}">${band}</span>`;

/** Who to call first. */
export function callFirstSection({ risk: { callFirst }, currency }: ReportInput): Html {
  if (callFirst.length === 0) return nothing;
  return html`<section aria-labelledby="call-first">
<h2 id="call-first">Whom to call first</h2>
<p>Customers who are not lost yet, with a high or critical risk, in the order of what is at stake: what they bought in the window, times the risk.</p>
<table class="long"><thead><tr><th scope="col" class="number">#</th><th scope="col">Customer</th><th scope="col">Tier</th><th scope="col" class="number">Value</th>
<th scope="col" class="number">Risk</th><th scope="col" class="number">Amount, ${currency}</th><th scope="col" class="number">At stake</th><th scope="col">Why</th></tr></thead>
<tbody>${callFirst.map(atRiskRow)}</tbody></table>
</section>`;
}

function atRiskRow(
  { customerId, tier, score, risk, band, amount, atStake, reason }: ReportAtRisk,
  place: number,
): Html {
  return html`<tr><td class="number">${place + 1}</td><th scope="row">${customerId}</th><td>${tier ?? '–'}</td>
<td class="number">${score === null ? '–' : score.toFixed(1)}</td><td class="number">${risk.toFixed(1)} ${bandFlag(band)}</td>
<td class="number">${exactMoney(amount)}</td><td class="number">${count(atStake)}</td><td class="why">${reason}</td></tr>`;
}

/** Who stays away for longer than they use to. */
export function silenceSection({ summary, risk: { silences }, currency }: ReportInput): Html {
  const { onTime, overdue, veryOverdue } = summary.silence;
  if (onTime + overdue + veryOverdue === 0) return nothing;
  const all = onTime + overdue + veryOverdue;
  const states: readonly (readonly [string, string, number])[] = [
    ['on time', 'within their own rhythm', onTime],
    ['overdue', 'fewer than one in ten who come back stay away for so long', overdue],
    ['very overdue', 'fewer than one in twenty', veryOverdue],
  ];
  const counts = states.map(
    ([state, meaning, customers]) =>
      html`<tr><th scope="row">${state} <small>${meaning}</small></th><td class="number">${count(customers)}</td><td class="number">${percent(shareOf(customers, all))}</td></tr>`,
  );
  const list =
    silences.length === 0
      ? nothing
      : html`<table class="long"><caption>Those with a rhythm of their own who bought most and are not lost yet</caption><thead><tr><th scope="col">Customer</th><th scope="col">Tier</th><th scope="col">Silent for</th>
<th scope="col" class="number">Times the usual gap</th><th scope="col">State</th><th scope="col" class="number">Amount, ${currency}</th></tr></thead><tbody>${silences.map(silenceRow)}</tbody></table>`;
  return html`<section aria-labelledby="silence">
<h2 id="silence">Who has gone silent</h2>
<table><thead><tr><th scope="col">Silence</th><th scope="col" class="number">Customers</th><th scope="col" class="number">of all</th></tr></thead><tbody>${counts}</tbody></table>
${list}
</section>`;
}

function silenceRow(silence: ReportSilence): Html {
  const { customerId, tier, state, amount } = silence;
  return html`<tr><th scope="row">${customerId}</th><td>${tier ?? '–'}</td><td>${shortSilence(silence)}</td>
<td class="number">${timesOfCycle(silence)?.toFixed(1) ?? '–'}</td><td>${stateWords(state)}</td><td class="number">${wholeMoney(amount)}</td></tr>`;
}
