import { Failure } from '@vilfredo/event-sourcing';
import { getMetadataStorage, type ValidationError, validateSync } from 'class-validator';

/** Text by variable name: the process environment, or part of one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Options of the command line by property name: `{ port: '8080' }` for `--port 8080`. */
export type Overrides = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SettingsSources {
  readonly env: Environment;
  readonly overrides?: Overrides;
}

/**
 * Reads a settings class: its property `dataFolder` from `VILFREDO_DATA_FOLDER`, unless an override gives it.
 * An empty variable counts as absent, and an absent one leaves the class's default. Rules are class-validator's;
 * their messages must not name the value.
 * @throws Failure `invalid`, one message naming every wrong setting by the name under which it was given, never its value.
 */
export function readSettings<T extends object>(settings: new () => T, sources: SettingsSources): T {
  const { settings: result, wrong } = checkSettings(settings, sources);
  if (wrong.length === 0) return result;
  throw new Failure('invalid', `wrong settings: ${wrong.join('; ')}`);
}

/**
 * As `readSettings`, for whoever has more to say about them in the same message.
 * @returns the settings, and what is wrong with each that is, by the name under which it was given
 */
export function checkSettings<T extends object>(
  settings: new () => T,
  { env, overrides = {} }: SettingsSources,
): { readonly settings: T; readonly wrong: readonly string[] } {
  const result = new settings();
  const given = new Map<string, string>();
  for (const property of propertiesOf(settings)) {
    const variable = variableOf(property);
    const override = overrides[property];
    const raw = override ?? (env[variable]?.trim() || undefined);
    given.set(property, override === undefined ? variable : optionOf(property));
    if (raw !== undefined) Reflect.set(result, property, fromText(raw, typeOf(settings, property)));
  }
  const errors = validateSync(result, { forbidUnknownValues: true, validationError: { target: false, value: false } });
  return { settings: result, wrong: errors.map((error) => describe(error, given)) };
}

/** `dataFolder` → `VILFREDO_DATA_FOLDER`. */
export function variableOf(property: string): string {
  return `VILFREDO_${property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function optionOf(property: string): string {
  return `--${property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Every property that carries a rule: one without any would be a setting that nobody checks. */
function propertiesOf(settings: new () => object): readonly string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(settings, '', true, false);
  return [...new Set(rules.map((rule) => rule.propertyName))];
}

function typeOf(settings: new () => object, property: string): unknown {
  return Reflect.getMetadata('design:type', settings.prototype, property);
}

/** What does not read as the property's type stays as it is, so that the rule of the property names it. */
function fromText(raw: string | number | boolean, type: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  const text = raw.trim();
  if (type === Number) return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type !== Boolean) return text;
  if (/^(true|yes|on|1)$/i.test(text)) return true;
  return /^(false|no|off|0)$/i.test(text) ? false : text;
}

function describe(error: ValidationError, given: ReadonlyMap<string, string>): string {
  const name = given.get(error.property) ?? error.property;
  const rules = Object.values(error.constraints ?? { unknown: 'is wrong' });
  return `${name} ${rules.map((rule) => rule.replace(new RegExp(`^${error.property} `), '')).join(' and ')}`;
}
