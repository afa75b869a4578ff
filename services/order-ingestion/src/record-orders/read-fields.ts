import type { FieldRefusal } from './intake.js';

type Fields = Readonly<Record<string, unknown>>;

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are what an id must not hold
const controlCharacter = /[\u0000-\u001f\u007f]/;
const timeWithOffset =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const day = /^(\d{4})-(\d\d)-(\d\d)$/;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the own properties of something that came from outside and collects what is wrong with it.
 * Only what is asked for by name is ever taken over, so that no foreign key travels on.
 */
export class FieldReader {
  constructor(
    private readonly fields: Fields,
    private readonly refused: FieldRefusal[],
    private readonly path = '',
  ) {}

  value(name: string): unknown {
    const value = Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
    return value === null ? undefined : value;
  }

  refuse(name: string, reason: string): void {
    this.refused.push({ field: this.path + name, reason });
  }

  /** Text of 1 to `longest` characters without control characters; numbers are taken as their digits where `numbers` says so. */
  text(name: string, longest: number): string {
    const value = this.value(name);
    if (value === undefined || value === '') {
      this.refuse(name, 'missing');
      return '';
    }
    return this.checked(name, value, longest);
  }

  optionalText(name: string, longest: number): string | undefined {
    const value = this.value(name);
    return value === undefined || value === '' ? undefined : this.checked(name, value, longest);
  }

  /** A moment with offset, as UTC. */
  time(name: string): string {
    const text = this.text(name, 40);
    if (text === '') return '';
    const utc = utcOf(text);
    if (utc === undefined) this.refuse(name, 'badDate');
    return utc ?? '';
  }

  /** A moment with offset or a plain day, as given. */
  optionalDay(name: string): string | undefined {
    const text = this.optionalText(name, 40);
    if (text !== undefined && utcOf(text) === undefined && !isDay(text)) this.refuse(name, 'badDate');
    return text;
  }

  private checked(name: string, value: unknown, longest: number): string {
    if (typeof value !== 'string') this.refuse(name, 'notText');
    else if (value.length > longest) this.refuse(name, 'tooLong');
    else if (controlCharacter.test(value) || !value.isWellFormed()) this.refuse(name, 'controlCharacter');
    else if (value.trim() === '') this.refuse(name, 'missing');
    else return value;
    return '';
  }
}

function utcOf(text: string): string | undefined {
  const match = timeWithOffset.exec(text);
  if (match === null || !isDay(text.slice(0, 10))) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

function isDay(text: string): boolean {
  const match = day.exec(text);
  if (match === null) return false;
  const [, year, month, date] = match;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(date);
}
