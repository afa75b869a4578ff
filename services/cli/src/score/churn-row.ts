import type { CustomerView } from '@vilfredo/scoring';
import { csvText } from './value-row.js';

const terms = ['base', 'satisfaction-class', 'complaints', 'effort'] as const;

/** The columns of `churn.csv`. */
export const churnColumns = [
  'customerId',
  'risk',
  'band',
  'pActive',
  'horizonDays',
  'silence',
  'silentDays',
  'cycleDays',
  'survival',
  'class',
  'classStatus',
  'classEvidence',
  'flags',
  'basePoints',
  'satisfactionPoints',
  'complaintsPoints',
  'effortPoints',
];

/** A customer's line of `churn.csv`; null for somebody who has not bought. */
export function churnRow({ customerId, churn, satisfaction }: CustomerView): string | null {
  if (churn === null) return null;
  const { silence } = churn;
  const points = new Map(churn.terms.map((term) => [term.name, term.points]));
  const cells = [
    churn.risk,
    churn.band,
    churn.pActive,
    churn.horizonDays,
    silence.state,
    silence.silentDays,
    silence.cycleDays,
    silence.survival,
    satisfaction?.class,
    satisfaction?.status,
    satisfaction?.evidence,
    satisfaction?.flags.join(' '),
    ...terms.map((name) => points.get(name)),
  ];
  return [csvText(customerId), ...cells.map((cell) => cell ?? '')].join(',');
}
