import { uuidV5 } from './uuid-v5.js';

/** Namespace of the ids of ingested facts, for ever. */
const factNamespace = Buffer.from('6f1c1f0f6e4b5c0e9d4a1f7c2b8e3a51', 'hex');

/**
 * UUID version 5 of the parts that identify a fact at its source, so that telling the same fact twice gives the same
 * id, and telling another one never does, whatever characters its parts hold.
 */
export function factId(...parts: readonly string[]): string {
  return uuidV5(factNamespace, nameOf(parts));
}

/** The id of a derived event: a hash of its customer, its cause and its type. Publishing it twice is publishing it once. */
export function derivedId(customer: string, cause: string, type: string): string {
  return uuidV5(factNamespace, nameOf([customer, cause, type]));
}

/** Parts are joined by a character that none of them holds any more: control characters and half surrogates are spelt out. */
function nameOf(parts: readonly string[]): string {
  return parts.map(spellOut).join('\u0000');
}

function spellOut(part: string): string {
  if (isPlain(part)) return part;
  return part.replace(
    /[\p{Control}\p{Surrogate}]/gu,
    (character) => `\u0001${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether there is surely nothing to spell out: nearly always, and a look costs less than a replacement. */
function isPlain(part: string): boolean {
  for (let i = 0; i < part.length; i++) {
    const code = part.charCodeAt(i);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000)) return false;
  }
  return true;
}
