import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runCheck } from './static-check.mjs';

/**
 * Node keeps the modules of every test file a worker has run. A worker that holds more than this begins anew: with half as
 * much again it takes longer to end than jest waits, which then says that tests leak.
 */
const mostMemory = '1GB';

/**
 * Runs jest over the workspace.
 * @param {string} root
 * @param {string[]} options
 * @returns {Promise<import('./static-check.mjs').Result[]>} one per test; a suite that could not run is one that failed
 */
export async function runJest(root, options) {
  const folder = mkdtempSync(join(tmpdir(), 'vilfredo-jest-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = await runCheck({
      name: 'tests',
      args: [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
        '--maxWorkers=2',
        `--workerIdleMemoryLimit=${mostMemory}`,
        '--json',
        `--outputFile=${report}`,
        ...options,
      ],
    });
    if (!existsSync(report)) return [{ name: 'jest ran to its end', status: 'failed' }];
    const results = resultsOf(root, JSON.parse(readFileSync(report, 'utf8')));
    const told = results.some((result) => result.status === 'failed');
    return status === 'failed' && !told ? [...results, { name: 'jest ended well', status: 'failed' }] : results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultsOf(root, { testResults }) {
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const suite = relative(root, name);
    const tests = assertionResults.map((test) => ({
      name: `${suite}: ${test.fullName}`,
      status: statusOf(test.status),
    }));
    const brokeOutside = status === 'failed' && !tests.some((test) => test.status === 'failed');
    return brokeOutside ? [...tests, { name: `${suite}: the suite could not run`, status: 'failed' }] : tests;
  });
}

function statusOf(status) {
  if (status === 'passed' || status === 'failed') return status;
  return 'skipped';
}
