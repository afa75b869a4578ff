import { percent, shareOf } from './figures.js';
import { type Html, html } from './html.js';
import type { ReportInput } from './report-input.js';

const width = 560;
const height = 430;
const left = 62;
const right = 26;
const top = 14;
const bottom = 48;
const mostPoints = 160;

interface Point {
  readonly customers: number;
  readonly amount: number;
}

function x(share: number): string {
  return (left + share * (width - left - right)).toFixed(1);
}

function y(share: number): string {
  return (top + (1 - share) * (height - top - bottom)).toFixed(1);
}

/** At most 160 points, spread so that the steep beginning keeps its shape, with both corners. */
function thinned(points: readonly Point[]): readonly Point[] {
  const inside = points.filter(({ customers }) => customers > 0 && customers < 1);
  const kept = new Set<number>();
  for (let step = 0; step < Math.min(mostPoints, inside.length); step += 1) {
    const place = inside.length <= mostPoints ? step : (step / (mostPoints - 1)) ** 2 * (inside.length - 1);
    kept.add(Math.round(place));
  }
  return [{ customers: 0, amount: 0 }, ...[...kept].map((place) => inside[place]!), { customers: 1, amount: 1 }];
}

function pathOf(points: readonly Point[]): string {
  return points.map(({ customers, amount }, nth) => `${nth === 0 ? 'M' : 'L'}${x(customers)} ${y(amount)}`).join(' ');
}

function grid(): readonly Html[] {
  return [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (share) => html`
<line class="grid" x1="${x(share)}" y1="${y(0)}" x2="${x(share)}" y2="${y(1)}"/>
<line class="grid" x1="${x(0)}" y1="${y(share)}" x2="${x(1)}" y2="${y(share)}"/>
<text class="tick" x="${x(share)}" y="${Number(y(0)) + 18}" text-anchor="middle">${percent(share, 0)}</text>
<text class="tick" x="${left - 8}" y="${Number(y(share)) + 4}" text-anchor="end">${percent(share, 0)}</text>`,
  );
}

function mark(point: Point, who: string): Html {
  return html`
<path class="drop" d="M${x(point.customers)} ${y(0)} L${x(point.customers)} ${y(point.amount)} L${x(0)} ${y(point.amount)}"/>
<circle class="mark" cx="${x(point.customers)}" cy="${y(point.amount)}" r="5"/>
<text class="value" x="${Number(x(point.customers)) + 12}" y="${Number(y(point.amount)) + 16}">${percent(point.amount)}</text>
<text class="who" x="${Number(x(point.customers)) + 12}" y="${Number(y(point.amount)) + 31}">${who}</text>`;
}

/** The cumulative curve from the most valuable customer on, with the line of equality and the first 20 % and 4 % marked. */
export function concentrationChart({ concentration, summary }: ReportInput): Html {
  const { n, top: topCount, core, topShare, coreShare } = summary.concentration;
  const topPoint = { customers: shareOf(topCount, n), amount: topShare };
  const corePoint = { customers: shareOf(core, n), amount: coreShare };
  const curve = pathOf(thinned(concentration.points));
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="curve-title curve-text">
<title id="curve-title">Concentration of the amount over customers</title>
<desc id="curve-text">The first ${percent(topPoint.customers, 0)} of the customers bring ${percent(topShare)} of the amount, the first ${percent(corePoint.customers, 0)} bring ${percent(coreShare)}. On the diagonal every customer would bring the same.</desc>
<path class="area" d="${curve} L${x(1)} ${y(0)} Z"/>
${grid()}
<path class="equal" d="M${x(0)} ${y(0)} L${x(1)} ${y(1)}"/>
<text class="who" x="${x(0.66)}" y="${Number(y(0.6)) + 10}">all bring the same</text>
<path class="curve" d="${curve}"/>
${mark(topPoint, `from the first ${percent(topPoint.customers, 0)}`)}
${mark(corePoint, `from the first ${percent(corePoint.customers, 0)}`)}
<text class="axis" x="${x(0.5)}" y="${height - 8}" text-anchor="middle">customers, most valuable first</text>
<text class="axis" x="12" y="${y(0.5)}" text-anchor="middle" transform="rotate(-90 12 ${y(0.5)})">share of the amount</text>
</svg>`;
}
