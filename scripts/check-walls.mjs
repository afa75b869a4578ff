/**
 * Checks the walls between projects: `node scripts/check-walls.mjs [--root DIR] [--json] [--no-graph]`.
 * Prints what stands where it may not, and exits 1 if anything does.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkGlobals } from './walls/check-globals.mjs';
import { checkGraph } from './walls/check-graph.mjs';
import { checkImports } from './walls/check-imports.mjs';
import { describeFindings } from './walls/findings.mjs';

const { values } = parseArgs({
  options: { root: { type: 'string' }, json: { type: 'boolean' }, 'no-graph': { type: 'boolean' } },
});
const root = resolve(values.root ?? join(import.meta.dirname, '..'));
process.chdir(root);

const { findings: imports, edges, files } = await checkImports(root);
const graph = values['no-graph'] ? [] : checkGraph(root, edges, readGraph());
const findings = [...imports, ...graph, ...checkGlobals(root)];
process.stdout.write(
  values.json
    ? `${JSON.stringify(findings)}\n`
    : `${describeFindings(findings)}${files} files, ${findings.length} findings\n`,
);
process.exitCode = findings.length === 0 ? 0 : 1;

/** Nx's own project graph: dependencies by project name. */
function readGraph() {
  const folder = mkdtempSync(join(tmpdir(), 'vilfredo-graph-'));
  try {
    const file = join(folder, 'graph.json');
    const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
    execFileSync(process.execPath, [nx, 'graph', `--file=${file}`], {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return JSON.parse(readFileSync(file, 'utf8')).graph.dependencies;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
