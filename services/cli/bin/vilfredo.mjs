#!/usr/bin/env node
/** `npx vilfredo`: the command line of this checkout, built when its sources have changed, under a Node that can run it. */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInForeground } from '../../../scripts/setup/child.mjs';
import { environmentOf } from '../../../scripts/setup/node.mjs';
import { prepare } from '../../../scripts/setup/prepare.mjs';
import { orExplain } from '../../../scripts/setup/trouble.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, '..', 'dist', 'main.js');

await orExplain(async () => {
  const node = await prepare(join(here, '..', '..', '..'));
  if (node !== process.execPath) {
    return runInForeground(node, [main, ...process.argv.slice(2)], { env: environmentOf(node) });
  }
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
  return process.exitCode;
});
