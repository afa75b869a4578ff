import { Calendar } from '@vilfredo/scoring-model';
import { shuffled } from '@vilfredo/testing';
import fc from 'fast-check';
import { orderFacts } from '../../test/order-facts.js';
import { histories } from '../../test/random-history.js';
import { type CustomerFacts, noFacts } from './customer-facts.js';
import { factsFromJson, factsToJson } from './facts-text.js';
import { addFact, canAdd, foldOrders } from './fold-orders.js';
import { leaveWindow } from './leave-window.js';
import type { OrderFact } from './settle-orders.js';

const calendar = new Calendar('Europe/Berlin');
const firstDay = calendar.dayOf(Date.parse('2025-01-01'));
const textOf = (facts: CustomerFacts) => JSON.stringify(factsToJson(facts));
const tidy = (facts: readonly OrderFact[]) =>
  [...facts].sort((a, b) => a.time - b.time || (a.event < b.event ? -1 : 1));

/** Folds facts as they arrive: adds what may be added, and folds the others again from all that has arrived. */
function arriveOneByOne(facts: readonly OrderFact[], after: (facts: CustomerFacts, arrived: number) => void) {
  let state = noFacts();
  facts.forEach((fact, i) => {
    if (fact.type === 'OrderPlaced' && canAdd(state, fact)) addFact(state, fact, calendar);
    else state = foldOrders(facts.slice(0, i + 1), calendar);
    after(state, i + 1);
  });
  return state;
}

describe('a history that arrives piece by piece', () => {
  it('leaves, after each piece, what the tidy history up to there leaves', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, seed) => {
        const facts = shuffled(orderFacts(history), seed);
        arriveOneByOne(facts, (state, arrived) => {
          expect(textOf(state)).toBe(textOf(foldOrders(tidy(facts.slice(0, arrived)), calendar)));
        });
      }),
      { numRuns: 400 },
    );
  });

  it('leaves the same in whatever order it arrives', () => {
    fc.assert(
      fc.property(histories, fc.nat(), fc.nat(), (history, one, other) => {
        const facts = orderFacts(history);
        expect(textOf(foldOrders(shuffled(facts, one), calendar))).toBe(
          textOf(foldOrders(shuffled(facts, other), calendar)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('leaves the same however often the window was let go of on the way', () => {
    fc.assert(
      fc.property(histories, fc.nat(), fc.array(fc.nat(600), { maxLength: 12 }), (history, seed, ends) => {
        const facts = shuffled(orderFacts(history), seed);
        const starts = ends.sort((a, b) => a - b).map((day) => calendar.startOf(firstDay + day));
        const last = starts.at(-1) ?? Number.NEGATIVE_INFINITY;
        const often = arriveOneByOne(facts, (state, arrived) => leaveWindow(state, starts[arrived - 1] ?? last));
        const once = foldOrders(facts, calendar);
        leaveWindow(often, last);
        leaveWindow(once, last);
        expect(textOf(often)).toBe(textOf(once));
      }),
      { numRuns: 400 },
    );
  });

  it('is the same after being written and read in between', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const facts = foldOrders(orderFacts(history), calendar);
        const again = factsFromJson(JSON.parse(textOf(facts)));
        expect(textOf(again)).toBe(textOf(facts));
        expect(again).toEqual(facts);
      }),
    );
  });
});
