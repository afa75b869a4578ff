import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import swc from '@swc/core';

const workspace = fileURLToPath(new URL('../../../../', import.meta.url));

/** Where temporary folders can import what the workspace has installed. */
export const packagesFolder = join(workspace, 'node_modules');

/** Compiles the sources of libs into `folder/node_modules`, so that a process can run them without a build. */
export async function transpileLibs(folder: string, libs: readonly string[]): Promise<void> {
  for (const lib of libs) {
    const target = join(folder, 'node_modules', '@vilfredo', lib);
    const sources = join(workspace, 'libs', lib, 'src');
    for (const name of await readdir(sources, { recursive: true })) {
      if (name.endsWith('.ts') && !name.endsWith('.spec.ts')) {
        await transpile(join(sources, name), join(target, name.replace(/\.ts$/, '.js')));
      }
    }
    await writeFile(join(target, 'package.json'), JSON.stringify({ type: 'module', exports: './index.js' }));
  }
}

async function transpile(source: string, target: string): Promise<void> {
  const { code } = await swc.transform(await readFile(source, 'utf8'), {
    filename: source,
    configFile: join(workspace, '.swcrc'),
    sourceMaps: false,
  });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}
