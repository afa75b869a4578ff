// Writes the files that are made from the event classes: a JSON Schema per event version, and the AsyncAPI document.
// Needs libs/events to be built.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const schemaFolder = 'libs/events/schemas';

/** The generated files: text by path below the root. */
export async function generated() {
  const { asyncApi, catalogue, eventSchema } = await import('../libs/events/dist/index.js');
  const files = new Map([['libs/events/asyncapi.json', jsonText(asyncApi())]]);
  for (const [type, { versions }] of Object.entries(catalogue)) {
    for (let version = 1; version <= versions.length; version++) {
      files.set(`${schemaFolder}/${type}.v${version}.schema.json`, jsonText(eventSchema(type, version)));
    }
  }
  return files;
}

/** JSON as the formatter lays it out: a list of plain values on one line where it fits into 120 columns. */
export function jsonText(value) {
  const text = JSON.stringify(value, null, 2).replace(
    /^( *(?:"[^"]*": )?)\[\n([^[\]{}]*)\n *\](,?)$/gm,
    (whole, before, items, after) => {
      const line = `${before}[${items.trim().split(/\n */).join(' ')}]${after}`;
      return line.length <= 120 ? line : whole;
    },
  );
  return `${text}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(path.join(root, schemaFolder), { recursive: true });
  const files = await generated();
  for (const [name, text] of files) await writeFile(path.join(root, name), text);
  console.log(`generated ${files.size} files`);
}
