import {
  getMetadataStorage,
  IS_LENGTH,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { nestedClass } from './nested.js';

export type Class = new () => object;
type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** One constraint on a property, with what it was declared with: `isLength` and [1, 100]. */
export interface Constraint {
  readonly name: string;
  readonly parameters: readonly unknown[];
  /** The value is an array, and the constraint is on each of its elements. */
  readonly each: boolean;
  readonly holds: (value: unknown) => boolean;
  /** Why a value for which it does not hold is wrong. */
  readonly reason: (value: unknown) => string;
}

export interface PropertyRules {
  readonly name: string;
  /** May be absent or null; nothing else is then asked of it. */
  readonly optional: boolean;
  /** In the order in which they are declared. */
  readonly constraints: readonly Constraint[];
  /** The class of the value or, with `each`, of every element of it. */
  readonly nested: { readonly cls: Class; readonly rules: ClassRules; readonly each: boolean } | undefined;
}

export type ClassRules = readonly PropertyRules[];

const known = new Map<Class, ClassRules>();

/** The class-validator rules declared on a class and its ancestors, by property. Read once per class. */
export function rulesOf(cls: Class): ClassRules {
  let rules = known.get(cls);
  if (rules === undefined) {
    rules = readRules(cls);
    known.set(cls, rules);
  }
  return rules;
}

function readRules(cls: Class): ClassRules {
  const byProperty = new Map<string, Metadata[]>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(cls, '', false, false)) {
    // Decorators are applied from the last to the first.
    byProperty.set(metadata.propertyName, [metadata, ...(byProperty.get(metadata.propertyName) ?? [])]);
  }
  return [...byProperty].map(([name, metadatas]) => ({
    name,
    optional: metadatas.some((metadata) => metadata.type === 'conditionalValidation'),
    constraints: metadatas.filter((metadata) => metadata.type === 'customValidation').flatMap(constraintsOf),
    nested: nestedRules(cls, name, metadatas),
  }));
}

function nestedRules(cls: Class, property: string, metadatas: readonly Metadata[]): PropertyRules['nested'] {
  const metadata = metadatas.find((one) => one.type === 'nestedValidation');
  if (metadata === undefined) return undefined;
  const nested = nestedClass(cls, property);
  if (nested === undefined) throw new Error(`${cls.name}.${property} is nested without a declared class`);
  return { cls: nested, rules: rulesOf(nested), each: metadata.each === true };
}

function constraintsOf(metadata: Metadata): readonly Constraint[] {
  const parameters: unknown[] = metadata.constraints ?? [];
  const argumentsFor = (value: unknown): ValidationArguments => ({
    value,
    constraints: parameters,
    targetName: '',
    object: {},
    property: metadata.propertyName,
  });
  const withoutValue = argumentsFor(undefined);
  return getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map(({ name, instance }) => {
      const constraint = instance as ValidatorConstraintInterface;
      const validate = (value: unknown) => constraint.validate(value, withoutValue) === true;
      return {
        name,
        parameters,
        each: metadata.each === true,
        holds: name === IS_LENGTH ? quickLength(parameters, validate) : validate,
        reason: (value) => reasonOf(constraint, argumentsFor(value), metadata),
      };
    });
}

/**
 * `Length` counts a character of up to three code units (a surrogate pair and its variation selector) as one, by two
 * regular expressions; where the count of units alone decides, they are left out.
 */
function quickLength(parameters: readonly unknown[], validate: Constraint['holds']): Constraint['holds'] {
  const [least, most] = parameters as [number, number];
  const surelyEnough = Math.max(3 * least - 2, 0);
  return (value) =>
    (typeof value === 'string' && value.length >= surelyEnough && value.length <= most) || validate(value);
}

function reasonOf(constraint: ValidatorConstraintInterface, args: ValidationArguments, metadata: Metadata): string {
  const message = metadata.message ?? constraint.defaultMessage?.(args) ?? 'is not valid';
  const text = typeof message === 'function' ? message(args) : message;
  return text
    .replace(/^\$property /, '')
    .replaceAll('$property', metadata.propertyName)
    .replaceAll('$constraint1', () => String(args.constraints[0]))
    .replaceAll('$constraint2', () => String(args.constraints[1]));
}
