import { raterDimensions } from '@vilfredo/events';
import { shortNumber } from './plain-numbers.js';

type Said = Readonly<Record<string, unknown>>;

/** What an event of a contact was about, in a few words and without a word of what was said; null for any other event. */
export function contactWords(type: string, said: Said): string | null {
  switch (type) {
    case 'InteractionRecorded':
      return interactionWords(said);
    case 'SatisfactionRated':
      return ratingWords(said);
    case 'InterestSignalled':
      return `${word(said.product)}: ${word(said.cue)}`;
    case 'CaseOpened':
      return said.kind === 'complaint' ? `complaint, severity ${word(said.severity ?? 1)} of 3` : 'inquiry';
    case 'CaseTransferred':
      return 'passed on to somebody else';
    case 'CaseResolved':
      return said.recovered === true ? 'settled, and content with how' : 'settled';
    default:
      return null;
  }
}

function interactionWords({ channel, direction, purpose }: Said): string {
  return `${word(channel)} ${direction === 'out' ? 'to' : 'from'} the customer, ${word(purpose)}`;
}

function ratingWords({ scale, answers }: Said): string {
  const { min, max } = partsOf(scale);
  const range = `on ${word(min)}-${word(max)}`;
  const given = partsOf(answers);
  if (typeof given.overall === 'number') return `rated ${shortNumber(given.overall, 2)} ${range}`;
  const told = raterDimensions
    .filter((name) => typeof given[name] === 'number')
    .map((name) => `${name} ${word(given[name])}`);
  return `rated ${told.join(', ')} ${range}`;
}

function partsOf(value: unknown): Said {
  return typeof value === 'object' && value !== null ? (value as Said) : {};
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
}
