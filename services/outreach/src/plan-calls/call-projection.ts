import { type Projection, withOutbox } from '@vilfredo/event-sourcing';
import { type CallFacts, nothingKnown } from './call-facts.js';
import type { CallRules } from './call-rules.js';
import { foldAlert } from './fold-alerts.js';
import { foldContact } from './fold-contacts.js';
import { foldScore } from './fold-scores.js';
import { type CallPlace, planCall } from './plan-call.js';
import { readFact } from './read-fact.js';

/** The view of one customer: what is known, and where that puts them on the call list. */
export interface CallState {
  readonly facts: CallFacts;
  /** Null before anything was folded. */
  place: CallPlace | null;
  /** Number of the rules by which the place was found. */
  rules: number;
  readonly watermarks: Record<string, number>;
}

/** Where the views are kept, and by what they are found. `lister` is the owner of who is on the list, empty for nobody. */
export const callViews = withOutbox({
  name: 'calls',
  fields: { priority: 'number', lister: 'text', recall: 'number', dueAt: 'number', rules: 'number' },
  indexes: {
    byPriority: [{ field: 'priority', order: 'desc', present: true }],
    byLister: [
      { field: 'lister', present: true },
      { field: 'priority', order: 'desc' },
    ],
    byRecall: [{ field: 'recall', order: 'desc', present: true }],
    due: [{ field: 'dueAt', present: true }],
    byRules: [{ field: 'rules' }],
  },
});

export interface CallProjectionOptions {
  /** The rules in force. */
  readonly rules: () => CallRules;
  /** Whether somebody decided that the event is to be left out. */
  readonly isSkipped: (event: string) => boolean;
}

/** The projection of the call list. It publishes nothing; facts of different topics may come in any order. */
export function callProjection({ rules, isSkipped }: CallProjectionOptions): Projection<CallState> {
  return {
    collection: callViews,
    initial: (customer) => ({ facts: nothingKnown(customer), place: null, rules: 0, watermarks: {} }),
    toView: (state) => ({ body: callToText(state), fields: fieldsOf(state) }),
    fromBody: callFromText,
    watermarks: ({ watermarks }) => watermarks,
    evolve: (state, stored) => {
      if (isSkipped(stored.id)) return null;
      const fact = readFact(stored);
      if (fact === null) return null;
      const { read, at, event } = fact;
      const moment = { at, event };
      const { facts } = state;
      const folded =
        foldScore(facts.scores, read, moment) || foldAlert(facts, read, moment) || foldContact(facts, read, moment);
      if (!folded) return null;
      placeAt(state, rules(), Date.parse(stored.recordedat));
      return [];
    },
  };
}

/** Finds the place anew, by these rules, at this moment (epoch ms). */
export function placeAt(state: CallState, rules: CallRules, now: number): void {
  state.place = planCall(state.facts, rules, now);
  state.rules = rules.number;
}

export function callFromText(text: string): CallState {
  return JSON.parse(text) as CallState;
}

/** Watermarks by name: which topic was read first is not to show. */
function callToText({ facts, place, rules, watermarks }: CallState): string {
  const sorted = Object.fromEntries(Object.entries(watermarks).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ facts, place, rules, watermarks: sorted });
}

function fieldsOf({ facts, place, rules }: CallState) {
  const isListed = place?.onList === true;
  return {
    priority: isListed ? place.priority : null,
    lister: isListed ? (facts.owner?.value ?? '') : null,
    recall: place?.recall ?? null,
    dueAt: place?.dueAt ?? null,
    rules,
  };
}
