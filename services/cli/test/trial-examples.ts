import type { Place, TrialReport } from '@vilfredo/scoring';

const buyer: Place = {
  state: 'active',
  value: 87.31,
  tier: 'top',
  risk: 42.5,
  band: 'watch',
  class: null,
  qualification: null,
};

const standings: TrialReport['standings']['inForce'] = {
  states: { prospect: 0, new: 210, active: 1183, dormant: 400, lost: 200 },
  tiers: { top: 399, core: 80 },
  bands: { low: 900, watch: 600, high: 300, critical: 193 },
  silence: { onTime: 1500, overdue: 300, veryOverdue: 193 },
  classes: { 1: 0, 2: 0, 3: 0, 4: 0 },
};

/** A trial under which customers stand elsewhere. */
export const trialReport: TrialReport = {
  policy: 'v1',
  candidate: 'v2',
  from: '2025-11-23T00:00:00.000Z',
  to: '2026-11-23T00:00:00.000Z',
  cutoffs: 53,
  events: 40_283,
  customers: 1993,
  parked: { inForce: 0, candidate: 0 },
  equal: false,
  touched: 321,
  changes: [
    { type: 'ChurnRiskChanged', inForce: 5210, candidate: 4980 },
    { type: 'TierChanged', inForce: 810, candidate: 1022 },
  ],
  standings: {
    inForce: standings,
    candidate: {
      ...standings,
      tiers: { top: 380, core: 80 },
      bands: { low: 912, watch: 601, high: 290, critical: 190 },
      classes: { 1: 2, 2: 0, 3: 0, 4: 0 },
    },
  },
  moved: { state: 0, value: 1290, tier: 41, risk: 230, band: 31, class: 2, qualification: 0 },
  warnings: { inForce: 512, candidate: 498, both: 470, earlier: 60, later: 22, medianDaysEarlier: 3.5 },
  customersMoved: [
    { customerId: '14646', inForce: buyer, candidate: { ...buyer, value: 61.2, tier: null } },
    {
      customerId: '12971',
      inForce: { ...buyer, tier: 'core', state: 'dormant' },
      candidate: { ...buyer, tier: 'core', risk: 81, band: 'critical', state: 'dormant', class: 1 },
    },
  ],
  notTried: [],
  seconds: 12.34,
};

/** A trial of rules that change nothing. */
export const equalTrial: TrialReport = {
  ...trialReport,
  equal: true,
  touched: 0,
  standings: { inForce: standings, candidate: standings },
  moved: { state: 0, value: 0, tier: 0, risk: 0, band: 0, class: 0, qualification: 0 },
  customersMoved: [],
};
