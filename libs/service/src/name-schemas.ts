import type { Schema } from './schema-words.js';

/**
 * Takes every schema with a `title` out of where it stands and refers to it there.
 * @returns what is left, and the schemas by title
 * @throws Error where two that differ have the same title
 */
export function nameSchemas(node: Schema): { readonly named: Schema; readonly schemas: Record<string, Schema> } {
  const found = new Map<string, string>();
  const named = told(node, found) as Schema;
  const schemas = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, schema]) => [title, JSON.parse(schema)]);
  return { named, schemas: Object.fromEntries(schemas) };
}

function told(node: unknown, found: Map<string, string>): unknown {
  if (Array.isArray(node)) return node.map((each) => told(each, found));
  if (typeof node !== 'object' || node === null) return node;
  const { title, ...rest } = node as Schema;
  const isSchema = typeof title === 'string';
  const inside = Object.entries(isSchema ? rest : node).map(([name, value]) => [name, told(value, found)]);
  const plain = Object.fromEntries(inside) as Schema;
  if (!isSchema) return plain;
  const schema = JSON.stringify(plain);
  const other = found.get(title);
  if (other !== undefined && other !== schema) throw new Error(`two schemas are called ${title}`);
  found.set(title, schema);
  return { $ref: `#/components/schemas/${title}` };
}
