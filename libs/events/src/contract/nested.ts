import { ValidateNested } from 'class-validator';

type Class = new () => object;

const nestedClasses = new Map<object, Map<string, () => Class>>();

/** Declares a property (or, with `each`, every element of it) to be of a class whose own rules are checked too. */
export function Nested(classOf: () => Class, options: { each?: boolean } = {}): PropertyDecorator {
  const validate = ValidateNested(options);
  return (target, property) => {
    const ofClass = nestedClasses.get(target.constructor) ?? new Map<string, () => Class>();
    ofClass.set(String(property), classOf);
    nestedClasses.set(target.constructor, ofClass);
    validate(target, property);
  };
}

/** The class declared for a property by `Nested`, looked up along the inheritance chain. */
export function nestedClass(owner: unknown, property: string): Class | undefined {
  for (let at = owner; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    const found = nestedClasses.get(at)?.get(property);
    if (found !== undefined) return found();
  }
  return undefined;
}
