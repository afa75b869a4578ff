import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './child.mjs';
import { environmentOf } from './node.mjs';

/** Whether what was built last is what the sources say now. */
export function buildMatches(root) {
  const stamp = stampFile(root);
  return (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === fingerprint(root) &&
    projectsOf(root).every(({ folder, sources }) => sources.length === 0 || existsSync(join(root, folder, 'dist')))
  );
}

export async function build(root, node) {
  const before = fingerprint(root);
  await runStep(
    'building',
    'mend what the lines above name and try again',
    [
      node,
      [join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js'), 'run-many', '-t', 'build', '--outputStyle=static'],
    ],
    {
      cwd: root,
      env: {
        ...environmentOf(node),
        NO_COLOR: '1',
        FORCE_COLOR: '0',
        NX_DAEMON: 'false',
        NX_TUI: 'false',
        NX_NO_CLOUD: 'true',
        CI: 'true',
      },
    },
  );
  mkdirSync(join(root, '.nx'), { recursive: true });
  writeFileSync(stampFile(root), before);
}

function stampFile(root) {
  return join(root, '.nx', 'build-stamp');
}

/** Names, sizes and times of everything that a build reads: cheap enough to be looked at on every start. */
function fingerprint(root) {
  const files = projectsOf(root).flatMap(({ folder, sources }) => [`${folder}/package.json`, ...sources]);
  const hash = createHash('sha256');
  for (const file of ['.swcrc', 'nx.json', ...files]) {
    const stat = statSync(join(root, file), { throwIfNoEntry: false });
    hash.update(`${file} ${stat?.size} ${stat?.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function projectsOf(root) {
  const inFolder = (parent) =>
    readdirSync(join(root, parent)).map((name) => ({ folder: `${parent}/${name}`, parts: ['src'] }));
  return [
    ...inFolder('libs'),
    ...inFolder('services'),
    { folder: 'infra/local-stack', parts: ['src'] },
    { folder: 'test', parts: ['bench', 'drills', 'null-broker', 'network-proxy', 'kafka-streams'] },
  ]
    .filter(({ folder }) => existsSync(join(root, folder, 'package.json')))
    .map(({ folder, parts }) => ({ folder, sources: parts.flatMap((part) => sourcesIn(root, `${folder}/${part}`)) }));
}

function sourcesIn(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(root, path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts') ? [path] : [];
  });
}
