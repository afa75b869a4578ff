import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';
import { parseJson } from '@vilfredo/row-files';
import { readTogether } from '@vilfredo/service';
import { type ContactMapping, readContactMapping } from '../import-contacts/contact-mapping.js';

/**
 * The mappings of telephone systems that send call detail records in columns of their own, from the file that
 * `VILFREDO_CALLS` names: a JSON list of mappings of kind `calls`, or of files that hold one, found from there.
 * @throws Failure `invalid` naming what is wrong with each
 */
export async function loadCallMappings(file: string): Promise<readonly ContactMapping[]> {
  const listed = await jsonIn(file);
  if (!Array.isArray(listed)) throw new Failure('invalid', 'must hold a list of mappings', { field: 'VILFREDO_CALLS' });
  const mappings: ContactMapping[] = [];
  const readOne = async (entry: unknown): Promise<void> => {
    const value = typeof entry === 'string' ? await jsonIn(path.resolve(path.dirname(file), entry)) : entry;
    const mapping = readContactMapping(value);
    if (mapping.kind !== 'calls' || mapping.format === 'ndjson') {
      throw new Failure('invalid', 'must hold mappings of kind calls', { field: 'VILFREDO_CALLS' });
    }
    if (mappings.some(({ source }) => source === mapping.source)) {
      throw new Failure('invalid', `holds two mappings of the source ${mapping.source}`, { field: 'VILFREDO_CALLS' });
    }
    mappings.push(mapping);
  };
  await readTogether(Object.fromEntries(listed.map((entry: unknown, i) => [i, () => readOne(entry)])));
  return mappings;
}

async function jsonIn(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure('invalid', `cannot be read (${error.code})`, { field: 'VILFREDO_CALLS', cause: error });
  });
  const value = parseJson(text.replace(/^\ufeff/, ''));
  if (value === undefined) throw new Failure('invalid', 'is not JSON', { field: 'VILFREDO_CALLS' });
  return value;
}
