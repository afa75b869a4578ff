import { sectionsOfVersion2 } from '@vilfredo/events';

const { rules, ...caps } = sectionsOfVersion2.alerts;
const { tiers: _, ...complaint } = rules.find(({ trigger }) => trigger === 'complaint')!;

/**
 * What is other than usual in a drill. Cut-offs are taken often, so that faults meet them being taken; what is told of
 * old contacts and orders counts at once; alerts come again without a pause, a complaint of anybody raises one, and
 * nobody is long waited for, so that faults meet alerts being raised, closed and escalated.
 */
export const drillRules = {
  epochs: { everyHours: 24, movedShare: 0.01, atLeastSecondsApart: 0.2 },
  history: { holdMinutes: 0 },
  alerts: {
    ...caps,
    rules: [
      ...rules.map((rule) => ({ ...rule, coolDownHours: 0 })),
      { ...complaint, name: 'any-complaint', coolDownHours: 0, escalateAfterHours: 0.0005 },
    ],
  },
};
