import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Figures, NotMeasured } from './figures.js';
import { median } from './statistics.js';

const bench = 'online-retail';
const file = 'online-retail.csv.gz';
/** Seconds and megabytes that it may take. */
const budget = { seconds: 20, megabytes: 600 };

export interface Scored {
  readonly seconds: number;
  readonly megabytes: number;
  readonly summary: { readonly customers: number; readonly viewsSha256: string };
}

/** `vilfredo score` of the Online Retail data set, from the start of the process to its end. */
export async function onlineRetail(
  tell: (text: string) => void,
  { data, rounds = 3 }: { data?: string | undefined; rounds?: number } = {},
): Promise<Figures | NotMeasured> {
  if (data === undefined) return { bench, why: 'VILFREDO_TEST_DATA names no folder' };
  if (!existsSync(join(data, file))) return { bench, why: `there is no ${file} in the folder of VILFREDO_TEST_DATA` };
  const runs: Scored[] = [];
  for (let round = 1; round <= rounds; round++) {
    tell(`round ${round} of ${rounds}`);
    runs.push(await score(join(data, file)));
  }
  const hashes = new Set(runs.map(({ summary }) => summary.viewsSha256));
  if (hashes.size !== 1) throw new Error('the rounds do not come to the same views');
  const seconds = runs.map((run) => run.seconds);
  const megabytes = median(runs.map((run) => run.megabytes));
  return {
    bench,
    ours: median(seconds),
    peer: budget.seconds,
    ratios: seconds.map((each) => each / budget.seconds),
    unit: 's',
    target: { atMost: 1 },
    more: {
      max_rss_mb: megabytes,
      max_rss_target: `<=${budget.megabytes}`,
      max_rss_met: String(megabytes <= budget.megabytes),
      customers: runs[0]!.summary.customers,
    },
  };
}

const options = ['--mapping', 'online-retail-gross', '--as-of', '2011-12-10', '--window', 'all', '--json'];

async function score(path: string): Promise<Scored> {
  const here = new URL('./tell-max-rss.js', import.meta.url);
  const command = fileURLToPath(new URL('../../../services/cli/dist/main.js', import.meta.url));
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', here.href, command, 'score', path, ...options], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [printed, told] = await Promise.all([text(child.stdout!), text(child.stdio[3] as Readable)]);
  const [code] = await ended;
  if (code !== 0 && code !== 3) throw new Error(`vilfredo score ended with ${code}`);
  const seconds = (performance.now() - begun) / 1_000;
  return { seconds, megabytes: Number(told) / 1_024, summary: JSON.parse(printed) };
}
