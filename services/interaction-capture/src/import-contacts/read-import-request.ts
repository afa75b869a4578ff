import { Failure } from '@vilfredo/event-sourcing';
import { readAsOf } from '@vilfredo/row-files';
import { type ContactMapping, readContactMapping } from './contact-mapping.js';

/** How a file of contacts is to be imported. */
export interface ContactImportRequest {
  readonly mapping: ContactMapping | null;
  readonly dryRun: boolean;
  /** Epoch milliseconds. */
  readonly asOf?: number;
}

/** @throws Failure `invalid` naming the field that is wrong. */
export function readImportRequest(body: unknown): ContactImportRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Failure('invalid', 'must be an object {kind, mapping, dryRun, asOf}');
  }
  const { kind, mapping: given, dryRun = false, asOf } = body as Readonly<Record<string, unknown>>;
  if (kind !== 'interactions') throw new Failure('invalid', 'must be "interactions"', { field: 'kind' });
  if (typeof dryRun !== 'boolean') throw new Failure('invalid', 'must be true or false', { field: 'dryRun' });
  const mapping = given === undefined || given === null ? null : readContactMapping(given);
  if (asOf === undefined || asOf === null) return { mapping, dryRun };
  const until = typeof asOf === 'string' ? readAsOf(asOf, mapping?.timeZone ?? 'UTC') : undefined;
  if (until === undefined) throw new Failure('invalid', 'must be a day or a time of ISO 8601', { field: 'asOf' });
  return { mapping, dryRun, asOf: until };
}
