import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './child.mjs';
import { environmentOf, npm } from './node.mjs';

const install = ['install', '--no-save', '--ignore-scripts', '--include=dev'];

/** Whether node_modules holds what package-lock.json asks for, on this platform. */
export function packagesMatch(root) {
  const mark = markFile(root);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === markOf(root)) return true;
  if (!installedAsLocked(root)) return false;
  writeFileSync(mark, markOf(root));
  return true;
}

/**
 * Installs the versions of the lock file. Not by `npm ci`: that insists on the binaries of every platform being in the
 * lock file, and npm leaves out those that it could not look at when the file was made.
 */
export async function installPackages(root, node) {
  const { packages } = readJson(join(root, 'package-lock.json'));
  await runStep(
    `installing ${Object.keys(packages).length} packages`,
    "check the network and npm's registry (npm ping) and the free space, then try again",
    npm([...install, '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], node),
    { cwd: root, env: environmentOf(node) },
  );
  writeFileSync(markFile(root), markOf(root));
}

function markFile(root) {
  return join(root, 'node_modules', '.vilfredo-lock');
}

/** Some packages are binaries: what was installed for another platform is no use here. */
function markOf(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform}-${process.arch}\n`;
}

/** npm's own record of what it installed: so that an `npm install` by hand is not done over. */
function installedAsLocked(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const { packages: installed } = readJson(record);
  const { packages: locked } = readJson(join(root, 'package-lock.json'));
  return Object.entries(locked)
    .filter(([path]) => path.startsWith('node_modules/') || path.includes('/node_modules/'))
    .every(([path, entry]) => {
      const found = installed[path];
      if (found === undefined) return entry.optional === true && !forThisPlatform(entry);
      return found.version === entry.version && found.link === entry.link && existsSync(join(root, path));
    });
}

function forThisPlatform({ os, cpu, libc }) {
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch)) && !libc?.includes('musl');
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
