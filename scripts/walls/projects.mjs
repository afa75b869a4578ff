import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {'lib' | 'service' | 'composition' | 'test'} ProjectType
 * @typedef {{ name: string, folder: string, type: ProjectType, scope: string, declared: string[] }} Project
 */

/** Which types of project a project of a type may import. Compositions alone may put services together. */
export const mayImport = {
  lib: ['lib'],
  service: ['lib'],
  composition: ['lib', 'service', 'composition'],
  test: ['lib', 'service', 'composition', 'test'],
};

/**
 * The projects of the workspace as their own `nx.tags` describe them.
 * @param {string} root
 * @returns {Project[]}
 * @throws when a project has no type or no scope: an untagged project would stand outside every wall
 */
export function readProjects(root) {
  const folders = ['libs', 'services'].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [],
  );
  return [...folders, 'infra/local-stack', 'test']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
    .map((folder) => readProject(root, folder));
}

function readProject(root, folder) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const tags = manifest.nx?.tags ?? [];
  const tag = (kind) => tags.find((candidate) => candidate.startsWith(`${kind}:`))?.slice(kind.length + 1);
  const [type, scope] = [tag('type'), tag('scope')];
  if (!(type in mayImport) || scope === undefined) {
    throw new Error(`${folder}/package.json: nx.tags needs a type (${Object.keys(mayImport).join(', ')}) and a scope`);
  }
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  return { name: manifest.name, folder, type, scope, declared };
}
