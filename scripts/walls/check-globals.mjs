import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pureFile } from './import-rules.mjs';
import { readProjects } from './projects.mjs';

const environment = {
  name: 'environment',
  pattern: /\bprocess\s*\.\s*env\b/,
  because: 'only config.ts reads the environment',
};
const impure = [
  { name: 'pure-file', pattern: /(?<![.\w])process\s*\./, because: 'a pure file knows no process' },
  { name: 'pure-file', pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)/, because: 'a pure file is told the time' },
  { name: 'pure-file', pattern: /\bMath\s*\.\s*random\b/, because: 'a pure file is handed its seed' },
  { name: 'pure-file', pattern: /(?<![.\w])console\s*\./, because: 'a pure file prints nothing' },
];
const pureLibraries = ['events', 'event-sourcing', 'row-files', 'scoring-model'];

/**
 * What no import shows: globals, named in the sources. Comments do not count.
 * @param {string} root
 * @returns {import('./findings.mjs').Finding[]}
 */
export function checkGlobals(root) {
  return readProjects(root)
    .filter(({ type }) => type !== 'test')
    .flatMap((project) => sourcesOf(root, project).flatMap((file) => checkFile(root, project, file)));
}

function sourcesOf(root, { folder }) {
  return globSync(`${folder}/src/**/*.ts`, { cwd: root }).filter((file) => !file.endsWith('.spec.ts'));
}

function checkFile(root, project, file) {
  const code = withoutComments(readFileSync(join(root, file), 'utf8'));
  const pure =
    (project.type === 'lib' && pureLibraries.includes(project.scope)) ||
    (project.type === 'service' && new RegExp(`^${project.folder}/${pureFile}`).test(file));
  const rules = [...(/(^|[./])config\.ts$/.test(file) ? [] : [environment]), ...(pure ? impure : [])];
  return rules.flatMap(({ name, pattern, because }) => {
    const match = pattern.exec(code);
    return match === null ? [] : [{ wall: name, from: file, to: match[0], because }];
  });
}

/** Good enough for code that a formatter has laid out: no string of ours holds a comment's mark. */
function withoutComments(code) {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}
