/**
 * The way in on any machine with Node 18 or newer: `node scripts/bootstrap.mjs setup|start|stack|test|bench|drill [options]`.
 * Brings what is missing, then becomes the real thing: its output, its signals, its exit code.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInForeground } from './setup/child.mjs';
import { environmentOf } from './setup/node.mjs';
import { prepare } from './setup/prepare.mjs';
import { orExplain, say, Trouble } from './setup/trouble.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = {
  start: 'services/all-in-one/dist/main.js',
  stack: 'services/stack/dist/main.js',
  test: 'scripts/run-tests.mjs',
  bench: 'test/dist/bench/main.js',
  drill: 'test/dist/drills/main.js',
};

await orExplain(async () => {
  const [task = '', ...options] = process.argv.slice(2);
  if (task !== 'setup' && !(task in programs)) {
    throw new Trouble(`there is no task "${task}"`, `choose one of: setup, ${Object.keys(programs).join(', ')}`);
  }
  const node = await prepare(root);
  if (task === 'setup') {
    say('set up. Go on with: npm start, npm test, npx vilfredo --help');
    return 0;
  }
  const program = join(root, programs[task]);
  if (!existsSync(program))
    throw new Trouble(`${programs[task]} is missing`, 'the checkout is not whole: clone it again');
  return runInForeground(node, [program, ...options], { cwd: root, env: environmentOf(node), input: task !== 'test' });
});
