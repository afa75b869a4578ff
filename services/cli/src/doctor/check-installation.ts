import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from './finding.js';

const oldestNode = 24;
const spaceWanted = 1_000_000_000;

/** Node, packages and the built services of this installation. */
export async function checkInstallation(folder: string, nodeVersion: string): Promise<readonly Finding[]> {
  const isOld = Number(nodeVersion.split('.')[0]) < oldestNode;
  const parts = ['node_modules', 'services/all-in-one/dist', 'services/cli/dist'];
  const missing: string[] = [];
  for (const part of parts) if (!(await exists(path.join(folder, part)))) missing.push(part);
  return [
    isOld
      ? wrong('node', `version ${nodeVersion}`, `Node ${oldestNode} is needed: \`npm run setup\` brings it`)
      : ok('node', `version ${nodeVersion}`),
    missing.length > 0
      ? wrong('set-up', `missing: ${missing.join(', ')}`, '`npm run setup` brings and builds them')
      : ok('set-up', 'packages are there, services are built'),
  ];
}

/** The folder in which a deployment on this machine keeps its data. */
export async function checkDataFolder(folder: string): Promise<Finding> {
  const check = 'data folder';
  if (!(await exists(folder))) {
    return {
      check,
      state: 'notice',
      found: `${folder} is not there`,
      advice: '`npm start` makes it; when the data lies elsewhere, name it with --data or VILFREDO_DATA',
    };
  }
  if (!(await stat(folder)).isDirectory()) {
    return wrong(check, `${folder} is no folder`, 'name another with --data or VILFREDO_DATA');
  }
  try {
    await access(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return wrong(
      check,
      `${folder} cannot be written (${code})`,
      'give the user that runs Vilfredo the right to write there',
    );
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const found = `${folder}, ${(free / 1e9).toFixed(1)} GB free`;
  return free < spaceWanted ? wrong(check, found, 'free some space: a full disk stops all intake') : ok(check, found);
}

export function ok(check: string, found: string): Finding {
  return { check, state: 'ok', found };
}

export function wrong(check: string, found: string, advice: string): Finding {
  return { check, state: 'wrong', found, advice };
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
