import { type Cells, dateReader, type RowRefusal, readDecimal } from '@vilfredo/row-files';
import { type ReadField, refuse, textsOf } from '../import-contacts/contact-columns.js';
import type { ContactMapping } from '../import-contacts/contact-mapping.js';
import { type CallLeg, callResults } from './call-leg.js';

const directions = ['in', 'out', 'internal'] as const;

/** Reads what a row of call detail records says. */
export function callConverter(mapping: ContactMapping, read: ReadField): (cells: Cells) => CallLeg | RowRefusal {
  const readTime = dateReader(mapping.dateFormats, mapping.timeZone);
  return (cells) => {
    const callId = read('callId', cells);
    if (callId === '') return refuse('callId', 'missing');
    const at = readTime(read('at', cells));
    if (at === undefined) return refuse('at', 'badDate');
    const result = callResults.find((known) => known === read('result', cells));
    if (result === undefined) return refuse('result', 'unknownResult');
    const seconds = readDecimal(read('talkSeconds', cells) || '0', mapping.decimal);
    if (seconds === undefined || seconds.startsWith('-')) return refuse('talkSeconds', 'badDuration');
    const told = read('direction', cells);
    const direction = directions.find((known) => known === told);
    if (told !== '' && direction === undefined) return refuse('direction', 'unknownDirection');
    return {
      callId,
      from: read('from', cells),
      to: read('to', cells),
      at,
      result,
      talkSeconds: Number(seconds),
      ...(direction !== undefined && { direction }),
      ...textsOf(['callingAgentId', 'calledAgentId', 'customerId', 'purpose', 'issueId'], read, cells),
    };
  };
}
