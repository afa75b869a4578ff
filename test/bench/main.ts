import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.js';
import { benches } from './benches.js';
import { readConfig } from './config.js';
import { figuresLine } from './figures.js';

const options = { only: { type: 'string' }, rounds: { type: 'string' }, inside: { type: 'boolean' } } as const;
process.exitCode = await main(process.argv.slice(2));

/** Each bench runs in a process of its own, so that none inherits the heap of another. */
async function main(args: string[]): Promise<number> {
  const { only, rounds, inside } = readOptions(args) ?? {};
  const wanted = benches.filter(({ name }) => only === undefined || name === only);
  const right = rounds === undefined || /^[1-9]\d{0,3}$/.test(rounds);
  if (wanted.length === 0 || !right || (only === undefined && inside === true)) return usage();
  if (inside === true) return run(wanted[0]!, rounds);
  let worst = 0;
  for (const { name, about } of wanted) {
    process.stdout.write(`\n${name}: ${about}\n`);
    worst = Math.max(worst, await alone(['--only', name, ...(rounds === undefined ? [] : ['--rounds', rounds])]));
  }
  return worst;
}

async function run({ name, measure }: Bench, rounds: string | undefined): Promise<number> {
  const tell = (text: string) => void process.stderr.write(`  ${name}: ${text}\n`);
  const settings = { ...readConfig(), ...(rounds === undefined ? {} : { rounds: Number(rounds) }) };
  for (const row of await measure(tell, settings)) process.stdout.write(`${figuresLine(row)}\n`);
  return 0;
}

async function alone(args: readonly string[]): Promise<number> {
  const program = [fileURLToPath(import.meta.url), '--inside', ...args];
  const child = spawn(process.execPath, ['--expose-gc', ...program], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return { only: '' };
  }
}

function usage(): number {
  const names = benches.map(({ name }) => name).join(', ');
  process.stderr.write(`usage: npm run bench [-- --only NAME --rounds N]; the benches are ${names}\n`);
  return 2;
}
