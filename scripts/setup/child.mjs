import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Interrupted, say, Trouble } from './trouble.mjs';

/**
 * Runs a program in the foreground: its output is ours, our signals are its, its exit code is the answer.
 * At a terminal Ctrl-C reaches the child by itself, so that passing it on would stop it twice.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(program, args, { cwd, env, input = true } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: [input ? 'inherit' : 'ignore', 'inherit', 'inherit'] });
    const passOn = {
      SIGTERM: () => child.kill('SIGTERM'),
      SIGHUP: () => child.kill('SIGHUP'),
      SIGINT: () => process.stdin.isTTY || child.kill('SIGINT'),
    };
    for (const [signal, listener] of Object.entries(passOn)) process.on(signal, listener);
    const watch = watchNpm(() => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      for (const [name, listener] of Object.entries(passOn)) process.off(name, listener);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** npm stops the shell between itself and us, and that tells us nothing: so look whether our parent is still there. */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onGone();
  }, 200);
  return watch;
}

/**
 * Runs a step of the set-up: quiet when it works, with a sign of life every ten seconds; when it fails, its last lines are shown.
 * @param {string} what is done, for people
 * @param {string} mend what to do when it fails
 * @param {[string, string[]]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 */
export function runStep(what, mend, [program, args], { cwd, env }) {
  const begun = Date.now();
  const seconds = () => ((Date.now() - begun) / 1000).toFixed(1);
  say(`${what} …`);
  return new Promise((resolve, reject) => {
    const output = [];
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const alive = setInterval(() => say(`  … ${seconds()} s`), 10_000);
    let stoppedBy;
    const stop = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.stdout.on('data', (part) => output.push(part));
    child.stderr.on('data', (part) => output.push(part));
    const end = () => {
      clearInterval(alive);
      process.off('SIGINT', stop).off('SIGTERM', stop);
    };
    child.on('error', (error) => {
      end();
      reject(new Trouble(`${what} failed: ${error.message}`, mend));
    });
    child.on('close', (code, signal) => {
      end();
      if (code === 0) {
        say(`  done in ${seconds()} s`);
        return resolve();
      }
      if (stoppedBy) return reject(new Interrupted(128 + constants.signals[stoppedBy]));
      const evidence = causeIn(Buffer.concat(output).toString());
      reject(new Trouble(`${what} failed (${signal ?? `exit ${code}`}):`, mend, evidence));
    });
  });
}

/** The cause of a failure stands where a compiler put its mark, else at the beginning or at the end of what was said. */
function causeIn(text) {
  const lines = text.trimEnd().split('\n');
  const mark = lines.findIndex((line) => /^\s*[×✖x] /.test(line));
  if (mark >= 0) return lines.slice(mark, mark + 20).join('\n');
  return (lines.length <= 40 ? lines : [...lines.slice(0, 20), '  …', ...lines.slice(-20)]).join('\n');
}
