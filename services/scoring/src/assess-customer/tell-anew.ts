import type { Written } from '@vilfredo/events';
import type { Era } from '../eras/era.js';
import { assessCustomer } from './assess-customer.js';
import { type CustomerScore, scoreFromText, scoreToText } from './customer-score.js';

/**
 * Tells what of a customer's standing differs from what was told of it, for a view that was folded otherwise than the
 * changes before it came about. In place; of the view only what it says was told changes.
 * @param at when the difference was found, epoch ms
 * @returns the changes to publish; null when nothing differs
 */
export function tellAnew(score: CustomerScore, era: Era, at: number): Written[] | null {
  if (score.asOf === null) return null;
  const assessed = scoreFromText(scoreToText(score));
  const asOf = Math.max(score.asOf, era.since);
  const cause = `rebuilt:${new Date(at).toISOString()}`;
  const changes = assessCustomer(assessed, era, { kind: 'era', asOf, cause, correlationid: cause });
  if (changes.length === 0) return null;
  const { state, tier, published, relationship } = assessed.standing;
  score.seq = assessed.seq;
  Object.assign(score.standing, { state, tier, published });
  score.standing.relationship.told = relationship.told;
  return changes;
}
