// Exits 1 and names each file that is not what would be generated, so that classes and published schemas cannot part.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { generated, root, schemaFolder } from './generate.mjs';

const files = await generated();
const differing = [];
for (const [name, text] of files) {
  const there = await textOf(name);
  if (there === undefined) differing.push(`${name} is missing`);
  else if (there !== text) differing.push(`${name} differs`);
}
for (const name of await namesIn(schemaFolder)) {
  if (!files.has(`${schemaFolder}/${name}`)) differing.push(`${schemaFolder}/${name} is of no event`);
}
for (const line of differing) console.error(line);
if (differing.length > 0) {
  console.error('run: node scripts/generate.mjs');
  process.exit(1);
}
console.log(`${files.size} generated files are up to date`);

async function textOf(name) {
  try {
    return await readFile(path.join(root, name), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function namesIn(folder) {
  try {
    return await readdir(path.join(root, folder));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
