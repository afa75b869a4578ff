import { Failure } from '@vilfredo/event-sourcing';

/** Readers of the fields of a mapping: each throws `Failure('invalid')` naming the field when it is not as it should be. */
export type Fields = Readonly<Record<string, unknown>>;

export function object(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return fail(field, value === undefined ? 'is missing' : 'must be an object');
}

export function text(fields: Fields, name: string, path = ''): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '' && value.length <= 200) return value;
  return fail(path + name, value === undefined ? 'is missing' : 'must be text of 1 to 200 characters');
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined ? undefined : text(fields, name);
}

export function texts(fields: Fields, name: string): string[] {
  const value = fields[name];
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  for (const one of list) if (typeof one !== 'string' || one === '') fail(name, 'must be text or a list of texts');
  return list as string[];
}

export function oneOf<T extends string>(
  fields: Fields,
  name: string,
  allowed: readonly T[],
  otherwise: T,
  path = '',
): T {
  const value = fields[name];
  if (value === undefined) return otherwise;
  const found = allowed.find((one) => one === value);
  return found ?? fail(path + name, `must be one of ${allowed.map((one) => `"${one}"`).join(', ')}`);
}

export function fail(field: string, reason: string): never {
  throw new Failure('invalid', reason, { field: field.startsWith('mapping') ? field : `mapping.${field}` });
}
