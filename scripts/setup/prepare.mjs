import { build, buildMatches } from './build.mjs';
import { alone } from './lock.mjs';
import { findNode, installNode } from './node.mjs';
import { installPackages, packagesMatch } from './packages.mjs';

/**
 * Makes this checkout fit to run: Node, packages, build; whatever is already there costs a look.
 * @param {string} root
 * @returns {Promise<string>} the Node to run everything with
 */
export async function prepare(root) {
  const node = findNode(root);
  if (node !== undefined && packagesMatch(root) && buildMatches(root)) return node;
  return alone(root, async () => {
    if (findNode(root) === undefined) await installNode(root);
    const found = findNode(root) ?? process.execPath;
    if (!packagesMatch(root)) await installPackages(root, found);
    if (!buildMatches(root)) await build(root, found);
    return found;
  });
}
