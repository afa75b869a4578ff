import { type Cells, dateReader, type RowRefusal } from '@vilfredo/row-files';
import {
  type Intake,
  isRefusal,
  type ReadField,
  ratingOf,
  refuse,
  textsOf,
  whoOf,
} from '../import-contacts/contact-columns.js';
import type { ContactMapping } from '../import-contacts/contact-mapping.js';

/** Makes one rating that came later of a row of survey results, in the shape of `POST /ratings`. */
export function ratingConverter(mapping: ContactMapping, read: ReadField): (cells: Cells) => Intake | RowRefusal {
  const readTime = dateReader(mapping.dateFormats, mapping.timeZone);
  return (cells) => {
    const ratingId = read('ratingId', cells);
    if (ratingId === '') return refuse('ratingId', 'missing');
    const who = whoOf(read, cells);
    if (isRefusal(who)) return who;
    const at = readTime(read('at', cells));
    if (at === undefined) return refuse('at', 'badDate');
    const rating = ratingOf(mapping, read, cells);
    if (rating === undefined) return refuse('rating', 'missing');
    if (isRefusal(rating)) return rating;
    return { source: mapping.source, ratingId, ...who, ...textsOf(['interactionId'], read, cells), at, rating };
  };
}
