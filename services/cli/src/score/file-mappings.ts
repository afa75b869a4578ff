import type { ContactMapping } from '@vilfredo/interaction-capture';
import { type Mapping, readMapping } from '@vilfredo/order-ingestion';
import { WrongUsage } from '../exit-code.js';
import type { InputFile } from '../input/input-file.js';
import { loadMapping } from '../input/load-mapping.js';
import { orWrong } from './score-options.js';

/** A file, and how its columns are to be read: null for NDJSON. */
export interface PlannedFile {
  readonly file: InputFile;
  readonly mapping: Mapping | ContactMapping | null;
}

const contactKinds: readonly unknown[] = ['interactions', 'calls', 'letters', 'ratings'];

/**
 * Which mapping is for which file: files named as NDJSON need none as long as others are left; one mapping is for all
 * the rest, several are for one each, in the order given.
 * @param names shipped mappings by name, or files
 * @throws WrongUsage when they do not come out even, or one of them is none
 */
export async function fileMappings(
  files: readonly InputFile[],
  names: readonly string[],
): Promise<readonly PlannedFile[]> {
  const mappings = await Promise.all(names.map(readNamed));
  const columns = files.filter(({ name }) => !/\.(ndjson|jsonl)(\.gz)?$/i.test(name));
  const mapped = columns.length > 0 ? columns : files;
  if (mappings.length > 1 && mappings.length !== mapped.length) {
    throw new WrongUsage(
      `--mapping: there are ${mappings.length} for ${mapped.length} files with columns; give one for all, or one for each`,
    );
  }
  return files.map((file) => {
    const place = mapped.indexOf(file);
    return { file, mapping: place < 0 ? null : (mappings[mappings.length > 1 ? place : 0] ?? null) };
  });
}

async function readNamed(name: string): Promise<Mapping | ContactMapping> {
  const json = await loadMapping(name);
  if (!contactKinds.includes((json as { kind?: unknown } | null)?.kind)) {
    return orWrong('--mapping', () => readMapping(json));
  }
  const { readContactMapping } = await import('@vilfredo/interaction-capture');
  return orWrong('--mapping', () => readContactMapping(json));
}
