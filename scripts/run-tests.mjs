/**
 * Everything that must hold, in one run: `node scripts/run-tests.mjs [options for jest]`.
 * Last line: `N passed, N failed, N skipped`; a static check counts as one test. Exits 1 when anything failed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runJest } from './test-run/jest.mjs';
import { runCheck } from './test-run/static-check.mjs';
import { closingLines, tallyOf } from './test-run/tally.mjs';

const root = join(import.meta.dirname, '..');
process.chdir(root);
const modules = join(root, 'node_modules');
const generated = join(root, 'scripts', 'check-generated.mjs');

const checks = [
  { name: 'format and lint', args: [join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off', '.'] },
  { name: 'types', args: [join(modules, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'] },
  { name: 'walls between projects', args: [join(root, 'scripts', 'check-walls.mjs')] },
  ...(existsSync(generated) ? [{ name: 'generated files are current', args: [generated] }] : []),
];

const results = [];
for (const check of checks) results.push(await runCheck(check));
results.push(...(await runJest(root, process.argv.slice(2))));

const tally = tallyOf(results, { realDataExpected: Boolean(process.env.CI && process.env.VILFREDO_TEST_DATA) });
process.stdout.write(`\n${closingLines(tally).join('\n')}\n`);
process.exitCode = tally.failed.length === 0 ? 0 : 1;
