import { ValidateBy } from 'class-validator';

/** A number of whole days, or `all`. */
export function IsWindow(): PropertyDecorator {
  return ValidateBy({
    name: 'isWindow',
    validator: {
      validate: (value) => value === 'all' || (Number.isInteger(value) && value >= 1 && value <= 36_500),
      defaultMessage: () => '$property must be "all" or a whole number of days from 1 to 36500',
    },
  });
}

/** Recency is always in use, and no criterion is named twice. */
export function HasRecencyOnce(): PropertyDecorator {
  return ValidateBy({
    name: 'hasRecencyOnce',
    validator: {
      validate: (value) => {
        if (!Array.isArray(value)) return false;
        const names = value.map((criterion: { name?: unknown } | null) => criterion?.name);
        return names.includes('recency') && new Set(names).size === names.length;
      },
      defaultMessage: () => '$property must name recency, and no criterion twice',
    },
  });
}
