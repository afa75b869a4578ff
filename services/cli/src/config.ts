import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the surroundings say about how to run. */
export interface Config {
  /** The deployment spoken to. */
  readonly url: string;
  /** The deployment's data folder when it runs on this machine. */
  readonly dataFolder: string;
  /** Where this installation lies, with a slash at the end. */
  readonly installation: string;
  readonly version: string;
  /** Whether defects show their stack. */
  readonly debug: boolean;
}

const defaultUrl = 'http://127.0.0.1:8080';

/** Reads `VILFREDO_URL`, `VILFREDO_DATA` and `VILFREDO_DEBUG`; an empty variable counts as absent. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const own = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return {
    url: env.VILFREDO_URL?.trim() || defaultUrl,
    dataFolder: env.VILFREDO_DATA?.trim() || './data',
    installation: fileURLToPath(new URL('../../../', import.meta.url)),
    version: (JSON.parse(own) as { version: string }).version,
    debug: (env.VILFREDO_DEBUG ?? '') !== '',
  };
}
