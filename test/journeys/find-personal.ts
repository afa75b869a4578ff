/** What was found, and in what form it was written. */
export interface Finding {
  readonly text: string;
  readonly form: string;
  readonly offset: number;
}

interface Needle {
  readonly bytes: Buffer;
  readonly text: string;
  readonly form: string;
}

/** Bytes by which needles are told apart before they are compared. */
const prefix = 4;

/** Looks for many texts in many bytes at once, in every form in which somebody could still read them. */
export class PersonalFinder {
  private readonly byPrefix = new Map<number, Needle[]>();
  /** By a hash of the prefix whether there is any needle at all: most places need no more than this. */
  private readonly mayBegin = new Uint8Array(1 << 20);

  /** @param texts of at least six characters each; the same text twice is one */
  constructor(texts: Iterable<string>) {
    const known = new Set<string>();
    for (const text of new Set(texts)) {
      for (const { bytes, form } of formsOf(text)) {
        const key = bytes.toString('latin1');
        if (bytes.length < prefix + 2 || known.has(key)) continue;
        known.add(key);
        const begin = bytes.readUInt32LE(0);
        this.byPrefix.set(begin, [...(this.byPrefix.get(begin) ?? []), { bytes, text, form }]);
        this.mayBegin[bucketOf(begin)] = 1;
      }
    }
  }

  /** The first `most` places where one of the texts stands. */
  in(haystack: Buffer, most = 5): Finding[] {
    const found: Finding[] = [];
    for (let offset = 0; offset + prefix <= haystack.length && found.length < most; offset++) {
      const begin = haystack.readUInt32LE(offset);
      if (this.mayBegin[bucketOf(begin)] === 0) continue;
      for (const { bytes, text, form } of this.byPrefix.get(begin) ?? []) {
        if (haystack.subarray(offset, offset + bytes.length).equals(bytes)) found.push({ text, form, offset });
      }
    }
    return found;
  }
}

function bucketOf(begin: number): number {
  return (begin ^ (begin >>> 12)) & 0xfffff;
}

function formsOf(text: string): { bytes: Buffer; form: string }[] {
  const spelled = {
    'as it is': text,
    decomposed: text.normalize('NFD'),
    'in small letters': text.toLowerCase(),
    'in capitals': text.toUpperCase(),
    'escaped for JSON': text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    'escaped for addresses': encodeURIComponent(text),
    'in the text of a form': encodeURIComponent(text).replaceAll('%20', '+'),
  };
  return [
    ...Object.entries(spelled).map(([form, spelling]) => ({ form, bytes: Buffer.from(spelling, 'utf8') })),
    { form: 'as UTF-16', bytes: Buffer.from(text, 'utf16le') },
    { form: 'as Latin-1', bytes: Buffer.from(text, 'latin1') },
    ...[0, 1, 2].map((shift) => ({ form: 'in base64', bytes: inBase64(Buffer.from(text, 'utf8'), shift) })),
  ];
}

/** What of a text's base64 does not depend on what stands around it, when it begins so many bytes behind a multiple of three. */
function inBase64(bytes: Buffer, shift: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  const encoded = whole.subarray(0, whole.length - (whole.length % 3)).toString('base64');
  return Buffer.from(encoded.slice(shift === 0 ? 0 : 4));
}
