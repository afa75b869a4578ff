import {
  type ColumnSources,
  type Fields,
  type FileLayout,
  fail,
  layoutKeys,
  object,
  objectLayout,
  oneOf,
  patternProblem,
  readColumns,
  readLayout,
  refuseUnknown,
  texts,
} from '@vilfredo/row-files';

/** How the columns of a file become contacts. Written as JSON by people; checked by `readContactMapping`. */
export interface ContactMapping extends FileLayout {
  /** What a row is: a contact of any channel, a call (or a leg of one), a letter, or a rating that came later. */
  readonly kind: ContactKind;
  readonly columns: ColumnSources;
  /** The ends of the scale on which ratings were asked; `min` is worst. */
  readonly scale?: { readonly min: number; readonly max: number };
  /** Of calls: patterns of the enterprise's own numbers, by which incoming and outgoing are told apart. */
  readonly own: readonly string[];
}

export type ContactKind = 'interactions' | 'calls' | 'letters' | 'ratings';

/** Columns that tell who it was; the first that has a value counts. */
const who = ['customerId', 'phone', 'email', 'address'] as const;
export const answers = ['overall', 'reliability', 'assurance', 'tangibles', 'empathy', 'responsiveness'] as const;

const kinds: Readonly<Record<ContactKind, { required: readonly string[]; optional: readonly string[]; who: boolean }>> =
  {
    interactions: {
      required: ['interactionId', 'at', 'channel', 'direction'],
      optional: [
        ...['purpose', 'durationSeconds', 'agentId', 'issueId', 'transferred', 'subject', 'text', 'severity'],
        ...['product', 'cue', ...answers],
      ],
      who: true,
    },
    calls: {
      required: ['callId', 'from', 'to', 'at', 'result'],
      optional: [
        ...['talkSeconds', 'direction', 'callingAgentId', 'calledAgentId', 'customerId', 'purpose', 'issueId'],
      ],
      who: false,
    },
    letters: {
      required: ['letterId'],
      optional: [
        ...['written', 'received', 'direction', 'purpose', 'agentId', 'issueId', 'subject', 'text', 'severity'],
        ...answers,
      ],
      who: true,
    },
    ratings: { required: ['ratingId', 'at'], optional: ['interactionId', ...answers], who: true },
  };

/** A file of intake objects, which needs no mapping. */
export const contactObjects: ContactMapping = { ...objectLayout, kind: 'interactions', columns: {}, own: [] };

/**
 * Checks a mapping as people write it and fills in what they may leave out.
 * @throws Failure `invalid` naming the first wrong field.
 */
export function readContactMapping(value: unknown): ContactMapping {
  const fields = object(value, 'mapping');
  const kind = oneOf(fields, 'kind', Object.keys(kinds) as ContactKind[], 'interactions');
  refuseUnknown(fields, `${layoutKeys} ${kind === 'calls' ? 'own' : 'scale'}`);
  const layout = readLayout(fields);
  if (layout.format === 'ndjson') return { ...contactObjects, ...layout };
  const { required, optional, who: named } = kinds[kind];
  const columns = readColumns(fields.columns, required, named ? [...who, ...optional] : optional);
  if (named && who.every((name) => columns[name] === undefined)) {
    fail('columns.customerId', `is missing: name a column for it or for ${who.slice(1).join(', ')}`);
  }
  if (kind === 'letters' && columns.written === undefined && columns.received === undefined) {
    fail('columns.written', 'is missing: name a column for it or for received');
  }
  const scale = readScale(fields, columns);
  return { ...layout, kind, columns, own: readOwn(fields, columns, kind), ...(scale !== undefined && { scale }) };
}

function readScale(fields: Fields, columns: ColumnSources): ContactMapping['scale'] {
  const rated = answers.some((name) => columns[name] !== undefined);
  if (fields.scale === undefined) {
    return rated ? fail('scale', 'is missing: {min, max}, the ends of the scale that was asked on') : undefined;
  }
  const { min, max } = object(fields.scale, 'scale');
  if (typeof min !== 'number' || typeof max !== 'number' || !(min < max)) {
    return fail('scale', 'must hold numbers min and max, min below max');
  }
  return { min, max };
}

function readOwn(fields: Fields, columns: ColumnSources, kind: ContactKind): readonly string[] {
  const own = texts(fields, 'own');
  for (const [i, pattern] of own.entries()) {
    const problem = patternProblem(pattern);
    if (problem !== undefined) fail(`own.${i}`, problem);
  }
  if (kind === 'calls' && own.length === 0 && columns.direction === undefined) {
    fail('own', 'is missing: patterns of your own numbers, or a column for direction');
  }
  return own;
}
