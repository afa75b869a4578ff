import { monthText, shortNumber } from '../explain/plain-numbers.js';
import { classMeanings } from '../explain/satisfaction-words.js';
import { count, counted } from './figures.js';
import { type Html, html, nothing } from './html.js';
import type { ReportInput } from './report-input.js';
import type { ReportAlert, ReportClassed, ReportProspect } from './risk-input.js';

const classes = [1, 2, 3, 4] as const;

/** The four classes of satisfaction, and who is in them. */
export function satisfactionSection({ summary, risk: { classed } }: ReportInput): Html {
  const all = classes.reduce((sum, one) => sum + (summary.classes[one] ?? 0), 0);
  if (all === 0) return nothing;
  const counts = classes.map(
    (one) =>
      html`<tr><th scope="row">${one} <small>${classMeanings[one]}</small></th><td class="number">${count(summary.classes[one] ?? 0)}</td></tr>`,
  );
  const list =
    classed.length === 0
      ? nothing
      : html`<table class="long"><caption>Their months, mean ratings on 1-5</caption><thead><tr><th scope="col">Customer</th><th scope="col">Tier</th><th scope="col" class="number">Class</th><th scope="col">Months</th><th scope="col">Why</th></tr></thead><tbody>${classed.map(classedRow)}</tbody></table>`;
  return html`<section aria-labelledby="satisfaction">
<h2 id="satisfaction">Who is no longer satisfied</h2>
<table><thead><tr><th scope="col">Class</th><th scope="col" class="number">Customers</th></tr></thead><tbody>${counts}</tbody></table>
${list}
</section>`;
}

function classedRow({ customerId, tier, class: found, months, reason }: ReportClassed): Html {
  const named = months.map(({ month, mean }) => `${monthText(month).slice(0, 3)} ${shortNumber(mean)}`).join(', ');
  return html`<tr><th scope="row">${customerId}</th><td>${tier ?? '–'}</td><td class="number">${found}</td>
<td class="months">${spark(months)} ${named}</td><td class="why">${reason}</td></tr>`;
}

/** The means as a small line, on a scale of 1 to 5. */
function spark(months: ReportClassed['months']): Html {
  const step = months.length > 1 ? 56 / (months.length - 1) : 0;
  const places = months.map(({ mean }, nth) => `${(2 + nth * step).toFixed(1)},${(2 + (5 - mean) * 4).toFixed(1)}`);
  return html`<svg class="spark" viewBox="0 0 60 20" aria-hidden="true"><polyline points="${places.join(' ')}"/></svg>`;
}

/** Who asked, never bought, and may. */
export function prospectsSection({ summary, risk: { prospects } }: ReportInput): Html {
  if (prospects.length === 0) return nothing;
  return html`<section aria-labelledby="prospects">
<h2 id="prospects">Prospects worth a call</h2>
<p>${counted(summary.prospects, 'person', 'people')} ${summary.prospects === 1 ? 'is' : 'are'} known and ${summary.prospects === 1 ? 'has' : 'have'} not bought. These promise most, going by their contacts alone.</p>
<table class="long"><thead><tr><th scope="col">Prospect</th><th scope="col" class="number">Qualification</th><th scope="col">Asked about</th><th scope="col">Why</th></tr></thead>
<tbody>${prospects.map(prospectRow)}</tbody></table>
</section>`;
}

function prospectRow({ customerId, qualification, products, reason }: ReportProspect): Html {
  return html`<tr><th scope="row">${customerId}</th><td class="number">${qualification.toFixed(1)}</td><td>${products.length === 0 ? '–' : products.join(', ')}</td><td class="why">${reason}</td></tr>`;
}

/** What the rules of the policy would tell somebody now. */
export function alertsSection({ risk: { rules, alerts } }: ReportInput): Html {
  if (rules.length === 0) return nothing;
  const counts = rules.map(
    ({ rule, severity, customers }) =>
      html`<tr><th scope="row">${rule}</th><td>${severity}</td><td class="number">${count(customers)}</td></tr>`,
  );
  return html`<section aria-labelledby="alerts">
<h2 id="alerts">What the alert rules would tell today</h2>
<table><thead><tr><th scope="col">Rule</th><th scope="col">Severity</th><th scope="col" class="number">Customers</th></tr></thead><tbody>${counts}</tbody></table>
<table class="long"><caption>The most pressing: priority is value times need</caption><thead><tr><th scope="col">Customer</th><th scope="col">Rule</th><th scope="col" class="number">Priority</th><th scope="col">Because</th><th scope="col">What to do</th></tr></thead>
<tbody>${alerts.map(alertRow)}</tbody></table>
</section>`;
}

function alertRow({
  customerId,
  rule,
  severity,
  priority,
  reason,
  suggestedAction,
  callWithinHours,
}: ReportAlert): Html {
  const flag =
    severity === 'critical' || severity === 'serious' ? html`<span class="flag">${severity}</span>` : nothing;
  return html`<tr><th scope="row">${customerId}</th><td>${rule} ${flag}</td><td class="number">${priority.toFixed(1)}</td><td class="why">${reason}</td><td class="why">${suggestedAction} <small>within ${withinWords(callWithinHours)}</small></td></tr>`;
}

function withinWords(hours: number): string {
  return hours % 24 === 0 ? counted(hours / 24, 'day') : counted(hours, 'hour');
}
