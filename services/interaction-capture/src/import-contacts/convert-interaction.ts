import { type Cells, dateReader, type RowRefusal, readDecimal } from '@vilfredo/row-files';
import {
  complaintOf,
  type Intake,
  isRefusal,
  type ReadField,
  ratingOf,
  refuse,
  textsOf,
  whoOf,
} from './contact-columns.js';
import type { ContactMapping } from './contact-mapping.js';

const taken = ['channel', 'direction', 'purpose', 'agentId', 'issueId', 'subject', 'text'];
const flags: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
};

/** Makes one contact of a row, in the shape of `POST /interactions`. */
export function interactionConverter(mapping: ContactMapping, read: ReadField): (cells: Cells) => Intake | RowRefusal {
  const readTime = dateReader(mapping.dateFormats, mapping.timeZone);
  return (cells) => {
    const interactionId = read('interactionId', cells);
    if (interactionId === '') return refuse('interactionId', 'missing');
    const who = whoOf(read, cells);
    if (isRefusal(who)) return who;
    const at = readTime(read('at', cells));
    if (at === undefined) return refuse('at', 'badDate');
    const rating = ratingOf(mapping, read, cells);
    if (isRefusal(rating)) return rating;
    const complaint = complaintOf(read, cells);
    if (isRefusal(complaint)) return complaint;
    const measured = measuredOf(mapping, read, cells);
    if (isRefusal(measured)) return measured;
    return {
      source: mapping.source,
      interactionId,
      ...who,
      at,
      ...textsOf(taken, read, cells),
      ...measured,
      ...(rating !== undefined && { rating }),
      ...(complaint !== undefined && { complaint }),
    };
  };
}

/** How long it took, whether the customer was passed on, and what they showed interest in. */
function measuredOf(mapping: ContactMapping, read: ReadField, cells: Cells): Intake | RowRefusal {
  const duration = read('durationSeconds', cells);
  const seconds = duration === '' ? '0' : readDecimal(duration, mapping.decimal);
  if (seconds === undefined || seconds.startsWith('-')) return refuse('durationSeconds', 'badDuration');
  const flag = read('transferred', cells);
  const transferred = flag === '' ? false : flags[flag.toLowerCase()];
  if (transferred === undefined) return refuse('transferred', 'badFlag');
  const [product, cue] = [read('product', cells), read('cue', cells)];
  if ((product === '') !== (cue === '')) return refuse(product === '' ? 'product' : 'cue', 'missing');
  return {
    ...(duration !== '' && { durationSeconds: Number(seconds) }),
    ...(flag !== '' && { transferred }),
    ...(product !== '' && { signals: [{ product, cue }] }),
  };
}
