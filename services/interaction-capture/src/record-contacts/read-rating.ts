import { type RatingScale, raterDimensions } from '@vilfredo/events';
import type { ReadRating } from './contact.js';
import type { FieldReader } from './read-fields.js';

const largestScale = 1e6;

/** One answer overall, or answers by dimension, each on the scale that was asked on. */
export function readRating(reader: FieldReader): ReadRating | undefined {
  return reader.part('rating', (part) => {
    const scale = {
      min: required(part, 'min', -largestScale, largestScale),
      max: required(part, 'max', -largestScale, largestScale),
    };
    if (scale.min >= scale.max && part.value('min') !== undefined && part.value('max') !== undefined) {
      part.refuse('max', 'badScale');
    }
    const given = ['overall', ...raterDimensions].filter((name) => part.value(name) !== undefined);
    if (given.length === 0) part.refuse('overall', 'missing');
    if (given.length > 1 && given[0] === 'overall') part.refuse('overall', 'besideDimensions');
    const answers = Object.fromEntries(given.map((name) => [name, onScale(part, name, scale)]));
    return { scale, answers };
  });
}

function onScale(part: FieldReader, name: string, { min, max }: RatingScale): number {
  const value = part.number(name, -largestScale, largestScale);
  if (value !== undefined && min < max && (value < min || value > max)) part.refuse(name, 'outsideScale');
  return value ?? 0;
}

/** A number that has to be there. */
export function required(part: FieldReader, name: string, least: number, most: number, whole = false): number {
  if (part.value(name) === undefined) part.refuse(name, 'missing');
  return part.number(name, least, most, whole) ?? 0;
}
