import { ValidateBy } from 'class-validator';
import { isDecimal } from './money.js';

/** The property is decimal text such as "12.50". */
export function IsDecimalText(): PropertyDecorator {
  return ValidateBy({
    name: 'isDecimalText',
    validator: {
      validate: isDecimal,
      defaultMessage: () => '$property must be a decimal number as text, such as "12.50"',
    },
  });
}
