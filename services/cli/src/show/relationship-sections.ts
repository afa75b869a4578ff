import type { CustomerView } from '@vilfredo/scoring';
import { stageWords } from '../explain/qualification-words.js';
import { satisfactionWords } from '../explain/satisfaction-words.js';
import { silenceWords, survivalWords } from '../explain/silence-words.js';
import { type Churn, termTitle } from '../explain/term-words.js';
import type { Column } from '../tables/table.js';
import type { Section } from './section.js';

const termColumns: readonly Column[] = [
  { title: 'Term', kind: 'text' },
  { title: 'Log-odds', kind: 'number', decimals: 2 },
  { title: 'Points', kind: 'number', decimals: 2 },
];
const monthColumns: readonly Column[] = [
  { title: 'Month', kind: 'text' },
  { title: 'Mean rating', kind: 'number', decimals: 1 },
  { title: 'Ratings', kind: 'number' },
];
const stageColumns: readonly Column[] = [
  { title: 'Product', kind: 'text' },
  { title: 'Stage', kind: 'text' },
  { title: 'Chance', kind: 'percent' },
  { title: 'Call', kind: 'text' },
];
const partColumns: readonly Column[] = [
  { title: 'Part', kind: 'text' },
  { title: 'Raw value', kind: 'number', decimals: 2 },
  { title: 'Points', kind: 'number', decimals: 2 },
];

/** How near the customer is to leaving, how they feel, and how near they are to buying. */
export function relationshipSections(view: CustomerView): readonly Section[] {
  const { churn } = view;
  return [
    ...(churn === null ? [] : [riskSection(churn), silenceSection(churn)]),
    ...satisfactionSection(view),
    ...stagesSection(view),
    ...qualificationSection(view),
  ];
}

function riskSection({ risk, band, horizonDays, pActive, terms }: Churn): Section {
  const chance = `${(pActive * 100).toFixed(1)} %`;
  return {
    title: 'Churn risk',
    lines: [
      `${risk.toFixed(2)} of 100: ${band}. By their rhythm alone they buy within ${Math.round(horizonDays)} days with a chance of ${chance}.`,
    ],
    table: {
      columns: termColumns,
      rows: terms.map(({ name, logOdds, points }) => [termTitle(name), logOdds, points]),
    },
  };
}

function silenceSection({ silence }: Churn): Section {
  return { title: 'Silence', lines: [`${silenceWords(silence)}.`, `${survivalWords(silence)}.`] };
}

function satisfactionSection({ satisfaction }: CustomerView): readonly Section[] {
  if (satisfaction === null) return [];
  const { rater, coverage, months } = satisfaction;
  const answered = coverage.length === 0 ? '' : ` (${coverage.join(', ')})`;
  const index = rater === null ? [] : [`RATER index ${rater.toFixed(1)} of 100${answered}.`];
  return [
    {
      title: 'Satisfaction',
      lines: [`${satisfactionWords(satisfaction)}.`, ...index],
      table: { columns: monthColumns, rows: months.map(({ month, mean, n }) => [month, mean, n]) },
    },
  ];
}

function stagesSection({ stages }: CustomerView): readonly Section[] {
  if (stages.length === 0) return [];
  const toCall = stages.filter(({ recall }) => recall);
  return [
    {
      title: 'Stages before a purchase',
      lines: toCall.map((stage) => `${stage.product}: ${stageWords(stage)}.`),
      table: {
        columns: stageColumns,
        rows: stages.map(({ product, stage, probability, recall }) => [
          product,
          stage,
          probability,
          recall ? 'yes' : 'no',
        ]),
      },
    },
  ];
}

function qualificationSection({ qualification }: CustomerView): readonly Section[] {
  if (qualification === null) return [];
  return [
    {
      title: 'Qualification',
      lines: [`${qualification.score.toFixed(2)} of 100.`],
      table: { columns: partColumns, rows: qualification.parts.map(({ name, raw, points }) => [name, raw, points]) },
    },
  ];
}
