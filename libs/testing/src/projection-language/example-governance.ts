import {
  type CutoffsRecorded,
  derivedId,
  type Policy,
  type PopulationCutoffs,
  sectionsOfVersion2,
  type Written,
  write,
} from '@vilfredo/events';

/** Rules that are easy to work out by hand: everything counts, nothing wavers, every tenth of a point is told. */
export const examplePolicy: Policy = {
  name: 'example',
  timeZone: 'UTC',
  window: 365,
  activeList: { rule: 'own-cycle', days: 365, cycles: 2, lostAfter: 2 },
  criteria: [
    { name: 'recency', weight: 0.4 },
    { name: 'amount', weight: 0.3 },
    { name: 'quantity', weight: 0.15 },
    { name: 'singleProduct', weight: 0.15 },
  ],
  tiers: { share: 0.2, secondPass: { by: 'composite' }, abcA: 0.8, abcB: 0.95, hysteresis: 0 },
  oneOff: { largestShare: 0.5, fewerDaysThan: 3, leaveLargestOutShare: 0.3 },
  products: { keyShare: 0.2, strongShare: 0.04, minBuyers: 50 },
  publication: { valueStep: 0.1 },
  epochs: { everyHours: 24, movedShare: 0.05, atLeastSecondsApart: 0 },
  ...sectionsOfVersion2,
  silence: { ...sectionsOfVersion2.silence, on: false },
  history: { olderThanHours: 24, holdMinutes: 0 },
  // Nobody is ever doubted, so that time alone changes nothing but the window.
  churn: { ...sectionsOfVersion2.churn, model: { ...sectionsOfVersion2.churn.model, b: 10_000 } },
};

export type PolicyExample = Partial<Policy> & { readonly at?: string };

/** A policy comes into force, under its name and time; what it does not say is as in the example policy. */
export function policyActivated({ at = '2026-01-01T00:00:00Z', ...rules }: PolicyExample = {}): Written {
  const policy = { ...examplePolicy, ...rules };
  const id = derivedId('policy', `${policy.name} ${at}`, 'PolicyActivated');
  return write(
    'PolicyActivated',
    { id, subject: 'policy', time: new Date(at).toISOString(), correlationid: id },
    { policy },
  );
}

export interface CutoffsExample {
  readonly epoch?: number;
  readonly at?: string;
  readonly policy?: string;
  readonly population?: Partial<PopulationCutoffs>;
  readonly products?: CutoffsRecorded['products'];
}

/** The population is measured: by itself one in which every value is the best there is, and nobody is in any class. */
export function cutoffsRecorded(example: CutoffsExample = {}): Written {
  const { epoch = 1, at = '2026-01-01T00:00:00Z', policy = examplePolicy.name, products = [] } = example;
  const id = derivedId('population', `epoch:${epoch}:1`, 'CutoffsRecorded');
  const asOf = new Date(at).toISOString();
  return write(
    'CutoffsRecorded',
    { id, subject: 'population', time: asOf, correlationid: id },
    { epoch, asOf, policy, part: 1, parts: 1, population: { ...nobodyMeasured(), ...example.population }, products },
  );
}

/** A decision to leave out an event that could not be processed. */
export function parkedEventSkipped({ customer = 'customer-1', event }: { customer?: string; event: string }): Written {
  const id = derivedId(customer, event, 'ParkedEventSkipped');
  return write(
    'ParkedEventSkipped',
    { id, subject: customer, time: '2026-01-01T00:00:00.000Z', correlationid: id },
    { eventId: event, why: 'nothing can be made of it' },
  );
}

function nobodyMeasured(): PopulationCutoffs {
  const nothing = { values: [], shares: [] };
  const nobody = { enter: null, stay: null };
  return {
    active: 0,
    buyers: 0,
    recency: nothing,
    quantity: nothing,
    singleProduct: nothing,
    amount: nothing,
    frequency: nothing,
    composite: nothing,
    top: nobody,
    core: nobody,
    a: nobody,
    b: nobody,
    topByAmount: nobody,
    withoutLargest: nobody,
  };
}
