import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Failure } from '@vilfredo/event-sourcing';
import type { Mapping } from './import-orders/mapping.js';
import { readMapping } from './import-orders/read-mapping.js';

const shippedFolder = fileURLToPath(new URL('../../../examples/mappings/', import.meta.url));

/**
 * The mapping in a file, or the shipped one of that name (`online-retail`).
 * @throws Failure `invalid` when there is none, when it is no JSON, or naming the field that is wrong.
 */
export async function loadMapping(nameOrFile: string): Promise<Mapping> {
  return readMapping(await loadMappingText(nameOrFile));
}

/** The same as written, for a deployment that checks it itself. */
export async function loadMappingText(nameOrFile: string): Promise<unknown> {
  const shipped = /^[a-z0-9-]+$/.test(nameOrFile);
  const file = shipped ? `${shippedFolder}${nameOrFile}.json` : nameOrFile;
  const text = await readFile(file, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    const known = shipped ? `; shipped are ${(await shippedMappings()).join(', ')}` : '';
    throw new Failure('invalid', `there is no mapping ${nameOrFile} (${error.code ?? error.message})${known}`, {
      field: 'mapping',
      cause: error,
    });
  });
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const why = (error as Error).message;
    throw new Failure('invalid', `${nameOrFile} is not JSON: ${why}`, { field: 'mapping', cause: error });
  }
}

export async function shippedMappings(): Promise<string[]> {
  const files = await readdir(shippedFolder);
  return files.flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : [])).sort();
}
