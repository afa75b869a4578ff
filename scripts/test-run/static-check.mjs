import { spawn } from 'node:child_process';

/** @typedef {{ name: string, status: 'passed' | 'failed' | 'skipped' }} Result */

export function heading(text) {
  process.stdout.write(`\n== ${text}\n`);
}

/** @returns a text like `2.3 s`, of the time since `begun` (epoch milliseconds) */
export function secondsSince(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}

/**
 * Runs a Node program without input; its exit code is the verdict.
 * @param {{ name: string, args: string[], env?: NodeJS.ProcessEnv }} check
 * @returns {Promise<Result>}
 */
export async function runCheck({ name, args, env = process.env }) {
  heading(name);
  const begun = Date.now();
  const code = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode));
  });
  const status = code === 0 ? 'passed' : 'failed';
  process.stdout.write(`-- ${name}: ${status} (${secondsSince(begun)})\n`);
  return { name, status };
}
