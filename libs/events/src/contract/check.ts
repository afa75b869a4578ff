import { getMetadataStorage, type ValidationArguments, type ValidatorConstraintInterface } from 'class-validator';
import { nestedClass } from './nested.js';

/** One wrong field: its dotted path and why. */
export interface Violation {
  readonly field: string;
  readonly reason: string;
}

type Class = new () => object;
type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Rule = (value: unknown, path: string, found: Violation[]) => void;

const compiled = new Map<Class, Rule>();

/**
 * The wrong fields of `value` by the class-validator rules declared on `cls`; empty when it is right.
 *
 * The rules are class-validator's own, run from a list that is compiled once per class: its `validate()` rebuilds
 * that list for every object, which costs more than all the rest of reading an event.
 */
export function violations(cls: Class, value: unknown): readonly Violation[] {
  const found: Violation[] = [];
  ruleFor(cls)(value, '', found);
  return found;
}

function ruleFor(cls: Class): Rule {
  let rule = compiled.get(cls);
  if (rule === undefined) {
    rule = compile(cls);
    compiled.set(cls, rule);
  }
  return rule;
}

function compile(cls: Class): Rule {
  const byProperty = new Map<string, Metadata[]>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(cls, '', false, false)) {
    byProperty.set(metadata.propertyName, [...(byProperty.get(metadata.propertyName) ?? []), metadata]);
  }
  const properties = [...byProperty].map(([name, metadatas]) => ({ name, rule: propertyRule(cls, name, metadatas) }));
  return (value, path, found) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      found.push({ field: path, reason: 'must be an object' });
      return;
    }
    for (const { name, rule } of properties) {
      const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
      rule(own, path === '' ? name : `${path}.${name}`, found);
    }
  };
}

function propertyRule(cls: Class, property: string, metadatas: readonly Metadata[]): Rule {
  const optional = metadatas.some((metadata) => metadata.type === 'conditionalValidation');
  const rules = metadatas.flatMap((metadata) => {
    if (metadata.type === 'customValidation') return [constraintRule(metadata)];
    if (metadata.type === 'nestedValidation') return [nestedRule(cls, property, metadata.each)];
    return [];
  });
  return (value, path, found) => {
    if (optional && (value === undefined || value === null)) return;
    const before = found.length;
    for (const rule of rules) {
      rule(value, path, found);
      if (found.length > before) return;
    }
  };
}

function nestedRule(cls: Class, property: string, each: boolean): Rule {
  const nested = nestedClass(cls, property);
  if (nested === undefined) throw new Error(`${cls.name}.${property} is nested without a declared class`);
  const rule = ruleFor(nested);
  if (!each) return rule;
  return (value, path, found) => {
    if (!Array.isArray(value)) return void found.push({ field: path, reason: 'must be an array' });
    for (let i = 0; i < value.length; i++) rule(value[i], `${path}.${i}`, found);
  };
}

function constraintRule(metadata: Metadata): Rule {
  const constraints = getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map((constraint) => constraint.instance as ValidatorConstraintInterface);
  return (value, path, found) => {
    const args: ValidationArguments = {
      value,
      constraints: metadata.constraints ?? [],
      targetName: '',
      object: {},
      property: metadata.propertyName,
    };
    for (const constraint of constraints) {
      const right = metadata.each
        ? Array.isArray(value) && value.every((element) => constraint.validate(element, args) === true)
        : constraint.validate(value, args) === true;
      if (!right) found.push({ field: path, reason: reasonOf(constraint, args, metadata) });
    }
  };
}

function reasonOf(constraint: ValidatorConstraintInterface, args: ValidationArguments, metadata: Metadata): string {
  const message = metadata.message ?? constraint.defaultMessage?.(args) ?? 'is not valid';
  const text = typeof message === 'function' ? message(args) : message;
  return text
    .replaceAll('$property ', '')
    .replaceAll('$property', metadata.propertyName)
    .replaceAll('$constraint1', String(args.constraints[0]))
    .replaceAll('$constraint2', String(args.constraints[1]));
}
