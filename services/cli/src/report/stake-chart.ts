import { count, counted, percent, shareOf, wholeMoney } from './figures.js';
import { type Html, html } from './html.js';
import { type Band, bands, type ReportStake } from './risk-input.js';

const width = 720;
const left = 92;
const cellWidth = (width - left) / bands.length;
const top = 30;
const cellHeight = 70;
const gap = 3;
const palest = 0.12;

const tiers = ['core', 'top', 'other'] as const;
const tierNames = { core: 'Core', top: 'Top', other: 'Others' } as const;

/** Tier by band: what was bought in the window by whom, the more the deeper in colour. */
export function stakeChart(stakes: readonly ReportStake[]): Html {
  const most = Math.max(0, ...stakes.map(({ amount }) => Number(amount)));
  const height = top + tiers.length * cellHeight;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="stake-title stake-text">
<title id="stake-title">Amount in the window by tier and churn risk</title>
<desc id="stake-text">${spoken(stakes)}</desc>
${bands.map((band, column) => html`<text class="who" x="${x(column) + 10}" y="18">${band} risk</text>`)}
${tiers.map((tier, row) => html`<text class="who" x="0" y="${y(row) + 28}">${tierNames[tier]}</text>`)}
${tiers.flatMap((tier, row) => bands.map((band, column) => cell(stakeOf(stakes, tier, band), row, column, most)))}
</svg>`;
}

function cell({ band, customers, amount }: ReportStake, row: number, column: number, most: number): Html {
  const depth = customers === 0 ? 0 : palest + (1 - palest) * shareOf(Number(amount), most);
  return html`
<rect class="cell" x="${x(column)}" y="${y(row)}" width="${cellWidth - gap}" height="${cellHeight - gap}" rx="5"/>
<rect class="band-${band}" x="${x(column)}" y="${y(row)}" width="${cellWidth - gap}" height="${cellHeight - gap}" rx="5" fill-opacity="${(depth * 0.6).toFixed(3)}"/>
<text class="value" x="${x(column) + 10}" y="${y(row) + 28}">${customers === 0 ? '–' : wholeMoney(amount)}</text>
<text class="inside" x="${x(column) + 10}" y="${y(row) + 48}">${customers === 0 ? '' : counted(customers, 'customer')}</text>`;
}

function stakeOf(stakes: readonly ReportStake[], tier: ReportStake['tier'], band: Band): ReportStake {
  return (
    stakes.find((stake) => stake.tier === tier && stake.band === band) ?? { tier, band, customers: 0, amount: '0' }
  );
}

function spoken(stakes: readonly ReportStake[]): string {
  const all = stakes.reduce((sum, { amount }) => sum + Number(amount), 0);
  return stakes
    .filter(({ customers }) => customers > 0)
    .map(
      ({ tier, band, customers, amount }) =>
        `${tierNames[tier]}, ${band} risk: ${count(customers)} with ${percent(shareOf(Number(amount), all))} of the amount.`,
    )
    .join(' ');
}

function x(column: number): number {
  return left + column * cellWidth;
}

function y(row: number): number {
  return top + row * cellHeight;
}
