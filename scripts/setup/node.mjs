import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runStep } from './child.mjs';

/** node:sqlite and the tools of the tests need it. */
const leastMajor = 24;
const version = '24.21.0';

/** The Node to run everything with: the one that runs this when it is new enough, else the one in `.toolchain`, if it is there. */
export function findNode(root) {
  if (majorOf(process.versions.node) >= leastMajor) return process.execPath;
  const home = join(root, '.toolchain', 'node_modules', 'node');
  const binary = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(binary) && versionOf(home) === version ? binary : undefined;
}

/** Brings Node as an npm package into the ignored folder `.toolchain`; its install script is the one script we allow. */
export async function installNode(root) {
  const folder = join(root, '.toolchain');
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await runStep(
    `Node ${process.versions.node} is older than ${leastMajor}: fetching Node ${version} into .toolchain`,
    `check the network and npm's registry (npm ping), or install Node ${leastMajor} or newer yourself, then try again`,
    npm(['install', '--ignore-scripts=false', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']),
    { cwd: folder, env: process.env },
  );
}

/** The npm that ran us, else the one on the path; with `node`, under that Node. */
export function npm(args, node = process.execPath) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js') && existsSync(cli) ? [node, [cli, ...args]] : ['npm', args];
}

/** An environment in which `node` is the given one. */
export function environmentOf(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
}

function versionOf(home) {
  const manifest = join(home, 'package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined;
}

function majorOf(text) {
  return Number(text.split('.')[0]);
}
