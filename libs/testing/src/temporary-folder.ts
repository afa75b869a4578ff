import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes the folder and what is in it. */
  dispose(): Promise<void>;
}

/** A new empty folder; under `within` when given, else where the machine keeps temporary files. */
export async function temporaryFolder(within = tmpdir()): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(within, 'vilfredo-'));
  return { path, dispose: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
