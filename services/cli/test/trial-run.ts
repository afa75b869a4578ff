import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunOptions, runCommand } from './command-run.js';
import { fakeDeployment, type Route } from './fake-deployment.js';

/** An answer that comes line by line. */
export const stream =
  (...lines: object[]): Route =>
  (_, answer) => {
    answer.writeHead(200, { 'content-type': 'application/x-ndjson' });
    answer.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  };

/** Runs `policy try` on a file with the given text, the rules of v2 unless told, against a deployment that answers so. */
export async function tryRules(
  route: Route | readonly Route[],
  {
    text = '{"name":"v2"}',
    args = [],
    ...options
  }: { text?: string; args?: readonly string[] } & Omit<RunOptions, 'url'> = {},
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-trial-'));
  const file = path.join(folder, 'policy.json');
  await writeFile(file, text);
  const deployment = await fakeDeployment({ 'POST /policy/trials': route });
  const ran = await runCommand(['policy', 'try', file, ...args], { ...options, url: deployment.url });
  await deployment.close();
  await rm(folder, { recursive: true });
  return { ...ran, url: deployment.url, heard: deployment.heard, lines: ran.stdout.split('\n') };
}
