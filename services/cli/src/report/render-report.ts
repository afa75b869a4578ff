import { alertsSection, prospectsSection, satisfactionSection } from './contact-sections.js';
import { customersSection, oneOffSection, productsSection, refusedSection } from './customer-sections.js';
import { definitions } from './definitions.js';
import { counted, longDate } from './figures.js';
import { html } from './html.js';
import type { ReportInput } from './report-input.js';
import { callFirstSection, silenceSection, stakeSection } from './risk-sections.js';
import { style } from './style.js';
import { abcSection, concentrationSection, headline, opening, statesSection, tiersSection } from './value-sections.js';

/**
 * The report as one HTML file that needs nothing else: no script, no request, no font. Fit to be mailed and printed.
 * The same input gives the same text.
 */
export function renderReport(input: ReportInput): string {
  const page = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${headline(input)}">
<title>${input.title}</title>
${style}
</head>
<body>
<main>
${opening(input)}
${concentrationSection(input)}
${tiersSection(input)}
${abcSection(input)}
${customersSection(input)}
${oneOffSection(input)}
${productsSection(input)}
${statesSection(input)}
${stakeSection(input)}
${callFirstSection(input)}
${silenceSection(input)}
${satisfactionSection(input)}
${prospectsSection(input)}
${alertsSection(input)}
${refusedSection(input)}
${definitions}
<footer>Made by Vilfredo on ${longDate(input.generatedAt)} from ${counted(input.summary.events + (input.summary.contacts ?? 0), 'event')}.</footer>
</main>
</body>
</html>
`;
  return `<!doctype html>\n${page.markup}`;
}
