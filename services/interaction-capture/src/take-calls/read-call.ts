import { type ColumnSource, Header, type RowRefusal } from '@vilfredo/row-files';
import { fieldReader, refuse } from '../import-contacts/contact-columns.js';
import type { ContactMapping } from '../import-contacts/contact-mapping.js';
import { type CallLeg, callResults } from './call-leg.js';
import { callConverter } from './convert-call.js';
import { type IsOwn, ownNumbers } from './decide-call.js';

/** A leg that came as an object, and what is known about its source. */
export interface ReadCall {
  readonly source: string;
  readonly leg: CallLeg;
  readonly isOwn: IsOwn | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type ReadOne = (fields: Fields) => ReadCall | RowRefusal;

const texts = ['callingAgentId', 'calledAgentId', 'customerId', 'purpose', 'issueId'] as const;
const known = ['source', 'callId', 'from', 'to', 'at', 'result', 'talkSeconds', 'direction', ...texts];

/**
 * Compiles how call detail records are read that come as objects. One whose `source` a mapping has is written in that
 * telephone system's own columns, such as Asterisk's; any other says `{source, callId, from, to, at, result?,
 * talkSeconds?, direction, callingAgentId?, calledAgentId?, customerId?, purpose?, issueId?}`.
 */
export function callReader(mappings: readonly ContactMapping[]): (value: unknown) => ReadCall | RowRefusal {
  const bySource = new Map(mappings.map((mapping) => [mapping.source, mappedReader(mapping)]));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('', 'notAnObject');
    const fields = value as Fields;
    const source = own(fields, 'source');
    if (source === undefined || source === '') return refuse('source', 'missing');
    if (typeof source !== 'string') return refuse('source', 'notText');
    return (bySource.get(source) ?? readPlain)(fields);
  };
}

function mappedReader(mapping: ContactMapping): ReadOne {
  const names = mapping.header?.names ?? [...new Set(Object.values(mapping.columns).flatMap(columnsIn))];
  const convert = callConverter(mapping, fieldReader(mapping, new Header(names)));
  const isOwn = ownNumbers(mapping.own);
  return (fields) => {
    const leg = convert(names.map((name) => cellOf(own(fields, name))));
    return 'reason' in leg ? leg : { source: mapping.source, leg, isOwn };
  };
}

const readPlain: ReadOne = (fields) => {
  const strange = Object.keys(fields).find((name) => !known.includes(name));
  if (strange !== undefined) return refuse(strange.slice(0, 100), 'unknownField');
  const wrong = ['source', 'callId', 'from', 'to', 'at', ...texts].find((name) => {
    const value = own(fields, name);
    return value !== undefined && typeof value !== 'string';
  });
  if (wrong !== undefined) return refuse(wrong, 'notText');
  const text = (name: string) => (own(fields, name) as string | undefined) ?? '';
  for (const name of ['callId', 'at']) if (text(name) === '') return refuse(name, 'missing');
  const result = callResults.find((one) => one === (own(fields, 'result') ?? 'answered'));
  if (result === undefined) return refuse('result', 'unknownResult');
  const talkSeconds = own(fields, 'talkSeconds') ?? 0;
  if (typeof talkSeconds !== 'number' || !(talkSeconds >= 0)) return refuse('talkSeconds', 'badDuration');
  const direction = (['in', 'out', 'internal'] as const).find((one) => one === own(fields, 'direction'));
  if (direction === undefined) return refuse('direction', 'unknownDirection');
  const given = Object.fromEntries(texts.flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]])));
  const [callId, from, to, at] = [text('callId'), text('from'), text('to'), text('at')];
  const leg = { callId, from, to, at, result, talkSeconds, direction, ...given };
  return { source: text('source'), leg, isOwn: undefined };
};

function own(fields: Fields, name: string): unknown {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return value === null ? undefined : value;
}

function cellOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function columnsIn(source: ColumnSource): readonly string[] {
  if (typeof source === 'string') return [source];
  if (Array.isArray(source)) return source as readonly string[];
  if ('firstOf' in source) return source.firstOf.flatMap(columnsIn);
  return 'column' in source ? [source.column] : [];
}
