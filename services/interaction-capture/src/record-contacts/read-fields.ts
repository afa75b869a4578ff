import { controlCharacter, utcOf } from '@vilfredo/events';
import type { FieldRefusal } from './contact-intake.js';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the own properties of something that came from outside and collects what is wrong with it. Only what is asked
 * for by name is ever taken over; `refuseOthers` names the rest.
 */
export class FieldReader {
  private readonly asked = new Set<string>();

  constructor(
    private readonly fields: Fields,
    private readonly refused: FieldRefusal[],
    private readonly path = '',
  ) {}

  /** The value; undefined stands for null too. */
  value(name: string): unknown {
    this.asked.add(name);
    const value = Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
    return value === null ? undefined : value;
  }

  refuse(name: string, reason: string): void {
    this.refused.push({ field: this.path + name, reason });
  }

  /** Refuses every field that was not asked for, so that nobody believes it was kept. */
  refuseOthers(): void {
    for (const name of Object.keys(this.fields)) if (!this.asked.has(name)) this.refuse(name, 'unknownField');
  }

  /** An id or a name: 1 to `longest` characters without control characters. */
  text(name: string, longest: number): string {
    const text = this.optionalText(name, longest);
    if (text === undefined) this.refuse(name, 'missing');
    return text ?? '';
  }

  optionalText(name: string, longest: number): string | undefined {
    const value = this.value(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') this.refuse(name, 'notText');
    else if (value.length > longest) this.refuse(name, 'tooLong');
    else if (controlCharacter.test(value) || !value.isWellFormed()) this.refuse(name, 'controlCharacter');
    else if (value.trim() === '') this.refuse(name, 'missing');
    else return value;
    return '';
  }

  /** What somebody wrote, line ends and all. */
  prose(name: string, longest: number): string | undefined {
    const value = this.value(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') this.refuse(name, 'notText');
    else if (value.length > longest) this.refuse(name, 'tooLong');
    else return value.toWellFormed();
    return undefined;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const found = this.optionalOneOf(name, allowed);
    if (found === undefined && this.value(name) === undefined) this.refuse(name, 'missing');
    return found ?? allowed[0]!;
  }

  optionalOneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.refuse(name, 'unknownValue');
    return found;
  }

  number(name: string, least: number, most: number, whole = false): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) this.refuse(name, 'notANumber');
    else if (value < least || value > most || (whole && !Number.isInteger(value))) this.refuse(name, 'outOfRange');
    else return value;
    return undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') return value;
    this.refuse(name, 'notAFlag');
    return undefined;
  }

  /** A moment with offset, as UTC. */
  time(name: string): string {
    const value = this.value(name);
    if (value === undefined) this.refuse(name, 'missing');
    const utc = typeof value === 'string' ? utcOf(value) : undefined;
    if (value !== undefined && utc === undefined) this.refuse(name, 'badDate');
    return utc ?? '';
  }

  /** The fields of a part, to be read on; undefined when there is none. Its own unknown fields are refused by `read`'s end. */
  part<T>(name: string, read: (part: FieldReader) => T): T | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : this.within(value, name, read);
  }

  /** The parts of a list, at most `most`. */
  parts<T>(name: string, most: number, read: (part: FieldReader) => T): readonly T[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) this.refuse(name, 'notAList');
    else if (value.length > most) this.refuse(name, 'tooMany');
    else return value.flatMap((one: unknown, i) => this.within(one, `${name}.${i}`, read) ?? []);
    return [];
  }

  private within<T>(value: unknown, name: string, read: (part: FieldReader) => T): T | undefined {
    if (!isFields(value)) {
      this.refuse(name, 'notAnObject');
      return undefined;
    }
    const part = new FieldReader(value, this.refused, `${this.path}${name}.`);
    const result = read(part);
    part.refuseOthers();
    return result;
  }
}
