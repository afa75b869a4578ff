import { catalogue, type EventType } from '../catalogue.js';
import { type Class, type PropertyRules, rulesOf } from '../contract/class-rules.js';
import { type JsonSchema, ruleWords } from './rule-words.js';
import { eventSummaries } from './summaries.js';

export type { JsonSchema };

/** How one class is referred to by another. */
type Reference = (cls: Class) => JsonSchema;

/**
 * The JSON Schema (draft 2020-12) of the payload of an event, from the rules of its class.
 * It is as strict as JSON Schema can say it: reading an event checks more, such as that a currency exists.
 */
export function eventSchema(type: EventType, version: number): JsonSchema {
  const cls = catalogue[type].versions[version - 1];
  if (cls === undefined) throw new RangeError(`${type} has no version ${version}`);
  const nested = nestedClassesOf(cls);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:vilfredo:event:${type}:${version}`,
    title: `${type}, version ${version}`,
    description: eventSummaries[type],
    ...classSchema(cls, within),
    ...(nested.length > 0 && { $defs: schemasByName(nested, within) }),
  };
}

const within: Reference = ({ name }) => ({ $ref: `#/$defs/${name}` });

/** The schema of objects of a class with those that it holds in it, each titled with the name of its class. */
export function wholeSchema(cls: Class): JsonSchema {
  return { title: cls.name, ...classSchema(cls, wholeSchema) };
}

/** The schema of objects of a class; fields that it does not name are allowed, for events grow by adding. */
export function classSchema(cls: Class, reference: Reference): JsonSchema {
  const rules = rulesOf(cls);
  const required = rules.filter(({ optional }) => !optional).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(rules.map((rule) => [rule.name, propertySchema(rule, reference)])),
    ...(required.length > 0 && { required }),
  };
}

/** The schemas of several classes by class name. */
export function schemasByName(classes: readonly Class[], reference: Reference): JsonSchema {
  return Object.fromEntries(classes.map((cls) => [cls.name, classSchema(cls, reference)]));
}

/** The classes that a class holds, and those that these hold, each once. */
export function nestedClassesOf(cls: Class, found = new Set<Class>()): readonly Class[] {
  for (const { nested } of rulesOf(cls)) {
    if (nested === undefined || found.has(nested.cls)) continue;
    found.add(nested.cls);
    nestedClassesOf(nested.cls, found);
  }
  return [...found];
}

function propertySchema({ optional, constraints, nested }: PropertyRules, reference: Reference): JsonSchema {
  const itself: Record<string, unknown> = {};
  const elements: Record<string, unknown> = {};
  for (const { name, parameters, each } of constraints)
    Object.assign(each ? elements : itself, ruleWords(name, parameters));
  if (nested !== undefined) Object.assign(nested.each ? elements : itself, reference(nested.cls));
  const schema = Object.keys(elements).length > 0 ? { type: 'array', ...itself, items: elements } : itself;
  return optional ? nullable(schema) : schema;
}

/** What is optional may be null as well as absent. */
function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: values, ...rest } = schema;
  if (typeof type !== 'string' || rest.title !== undefined) return { anyOf: [schema, { type: 'null' }] };
  return { type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }), ...rest };
}
