/** Draws docs/first-minutes.svg from what the commands print against a demo deployment: `node scripts/draw-picture.mjs URL`. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { terminalSvg } from './picture/terminal-svg.mjs';

const root = new URL('..', import.meta.url);
const url = process.argv[2] ?? 'http://127.0.0.1:8080';
const vilfredo = fileURLToPath(new URL('services/cli/bin/vilfredo.mjs', root));
const run = (...args) => execFileSync(process.execPath, [vilfredo, ...args, '--url', url], { encoding: 'utf8' });

const best = JSON.parse(run('customers', '--limit', '1', '--json')).items[0].customerId;
const steps = [
  ['customers', '--limit', '6'],
  ['explain', best, '--events', '2'],
  ['rebuild', '--check'],
].map((args) => ({ command: `npx vilfredo ${args.join(' ')}`, output: run(...args) }));
writeFileSync(new URL('docs/first-minutes.svg', root), terminalSvg(steps, { columns: 118, rows: 60 }));
