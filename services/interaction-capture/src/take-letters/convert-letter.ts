import { type Cells, dateReader, type RowRefusal } from '@vilfredo/row-files';
import {
  complaintOf,
  type Intake,
  isRefusal,
  type ReadField,
  ratingOf,
  refuse,
  textsOf,
  whoOf,
} from '../import-contacts/contact-columns.js';
import type { ContactMapping } from '../import-contacts/contact-mapping.js';
import { letterDate } from './letter-date.js';

const taken = ['purpose', 'agentId', 'issueId', 'subject', 'text'];

/** Makes one contact of a row in the register of postal mail; a letter that names no direction came in. */
export function letterConverter(mapping: ContactMapping, read: ReadField): (cells: Cells) => Intake | RowRefusal {
  const readTime = dateReader(mapping.dateFormats, mapping.timeZone);
  return (cells) => {
    const interactionId = read('letterId', cells);
    if (interactionId === '') return refuse('letterId', 'missing');
    const who = whoOf(read, cells);
    if (isRefusal(who)) return who;
    const date = letterDate({ written: read('written', cells), received: read('received', cells) }, readTime);
    if ('reason' in date) return date;
    const rating = ratingOf(mapping, read, cells);
    if (isRefusal(rating)) return rating;
    const complaint = complaintOf(read, cells);
    if (isRefusal(complaint)) return complaint;
    return {
      source: mapping.source,
      interactionId,
      ...who,
      channel: 'mail',
      direction: read('direction', cells) || 'in',
      at: date.at,
      ...textsOf(taken, read, cells),
      ...(rating !== undefined && { rating }),
      ...(complaint !== undefined && { complaint }),
    };
  };
}
