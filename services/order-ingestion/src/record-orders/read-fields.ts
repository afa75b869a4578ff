import { controlCharacter, isDay, utcOf } from '@vilfredo/events';
import type { FieldRefusal } from './intake.js';

type Fields = Readonly<Record<string, unknown>>;

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
