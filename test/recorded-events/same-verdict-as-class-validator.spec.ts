import { catalogue, nestedClass, violations } from '@vilfredo/events';
import { getMetadataStorage, type ValidationError, validateSync } from 'class-validator';
import fc from 'fast-check';
import { damaged } from './damage.js';
import { recordedEvents } from './recorded.js';

type Class = new () => object;

/**
 * The value as an object of the class, and its nested values of theirs, which is what class-validator looks at.
 * Undefined where a nested value is missing or of the wrong shape: class-validator lets some of these pass, we none.
 */
function instanceOf(cls: Class, value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const instance = new cls();
  for (const [key, own] of Object.entries(value)) {
    Object.defineProperty(instance, key, { value: own, enumerable: true, writable: true, configurable: true });
  }
  for (const { property, each, optional } of nestedPropertiesOf(cls)) {
    const own = (instance as Record<string, unknown>)[property];
    if (optional && (own === undefined || own === null)) continue;
    const nested = nestedClass(cls, property)!;
    const made = each ? instancesOf(nested, own) : instanceOf(nested, own);
    if (made === undefined) return undefined;
    (instance as Record<string, unknown>)[property] = made;
  }
  return instance;
}

function instancesOf(cls: Class, value: unknown): readonly object[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const made = value.map((element) => instanceOf(cls, element));
  return made.every((instance) => instance !== undefined) ? made : undefined;
}

function nestedPropertiesOf(cls: Class) {
  const metadatas = getMetadataStorage().getTargetValidationMetadatas(cls, '', false, false);
  return metadatas
    .filter(({ type }) => type === 'nestedValidation')
    .map(({ propertyName, each }) => ({
      property: propertyName,
      each,
      optional: metadatas.some((one) => one.propertyName === propertyName && one.type === 'conditionalValidation'),
    }));
}

function fieldsOf(errors: readonly ValidationError[], above = ''): readonly string[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const field = above + property;
    return [...(constraints === undefined ? [] : [field]), ...fieldsOf(children ?? [], `${field}.`)];
  });
}

describe('checking an event', () => {
  it.each(recordedEvents)('comes to the verdict of class-validator, field by field, on damaged $file', (event) => {
    const cls = catalogue[event.type].versions[event.version - 1]!;
    fc.assert(
      fc.property(damaged(event.data), (value) => {
        const ours = violations(cls, value).map(({ field }) => field);
        const instance = instanceOf(cls, value);
        if (instance === undefined) return void expect(ours).not.toEqual([]);
        const theirs = fieldsOf(validateSync(instance));
        expect(theirs).toEqual(expect.arrayContaining(ours));
        // We do not look into a value that is wrong itself.
        expect(theirs.filter((field) => !ours.some((own) => field === own || field.startsWith(`${own}.`)))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
