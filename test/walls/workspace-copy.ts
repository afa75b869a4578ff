import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A workspace with the projects and tags of this one, and no source but what a test writes into it. */
export interface WorkspaceCopy {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  dispose(): void;
}

export function copyWorkspace(): WorkspaceCopy {
  const folder = mkdtempSync(join(tmpdir(), 'vilfredo-walls-'));
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  mkdirSync(join(folder, 'node_modules/@vilfredo'), { recursive: true });
  for (const [parent, name] of projects()) {
    const manifest = join(parent, name, 'package.json');
    cpSync(join(root, manifest), join(folder, manifest), { recursive: true });
    write({ [join(parent, name, 'src/index.ts')]: 'export const here = true;\n' });
    symlinkSync(join(folder, parent, name), join(folder, 'node_modules/@vilfredo', name));
  }
  for (const name of installed) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  write({ 'package.json': '{ "private": true, "type": "module" }\n' });
  return { folder, write, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

const installed = ['@nestjs', 'class-validator', 'luxon'];

function projects(): readonly (readonly [string, string])[] {
  return ['libs', 'services'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => [parent, name] as const),
  );
}
