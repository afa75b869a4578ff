import {
  type Cells,
  type Header,
  type RowRefusal,
  skipReader,
  widthTest,
  withoutPlaceholders,
} from '@vilfredo/row-files';
import type { CallLeg } from '../take-calls/call-leg.js';
import { callConverter } from '../take-calls/convert-call.js';
import { letterConverter } from '../take-letters/convert-letter.js';
import { ratingConverter } from '../take-surveys/convert-rating.js';
import { fieldReader, type Intake, isRefusal, type ReadField } from './contact-columns.js';
import type { ContactMapping } from './contact-mapping.js';
import { interactionConverter } from './convert-interaction.js';

/** What a row says: a whole record, or a part of a call. */
export type Converted =
  | { readonly record: Intake; readonly leg?: undefined; readonly reason?: undefined }
  | { readonly leg: CallLeg; readonly record?: undefined; readonly reason?: undefined }
  | (RowRefusal & { readonly record?: undefined; readonly leg?: undefined });

/**
 * Compiles a mapping for a file with these columns. The reasons for which a row is left out are tried in this order:
 * its width, the rules of the mapping, then what its kind needs.
 * @throws Failure `invalid` when the mapping names a column that the file does not have.
 */
export function rowConverter(mapping: ContactMapping, header: Header): (cells: Cells) => Converted {
  const hasWidth = widthTest(mapping, header);
  const valued = withoutPlaceholders(mapping.noValue);
  const skipped = skipReader(mapping, header);
  const convert = converterOf(mapping, fieldReader(mapping, header));
  return (given) => {
    if (!hasWidth(given)) return { field: '', reason: 'wrongColumnCount' };
    const cells = valued(given);
    const reason = skipped(cells);
    return reason === undefined ? convert(cells) : { field: '', reason };
  };
}

function converterOf(mapping: ContactMapping, read: ReadField): (cells: Cells) => Converted {
  switch (mapping.kind) {
    case 'calls': {
      const convert = callConverter(mapping, read);
      return (cells) => {
        const leg = convert(cells);
        return 'reason' in leg ? leg : { leg };
      };
    }
    case 'letters':
      return recordOf(letterConverter(mapping, read));
    case 'ratings':
      return recordOf(ratingConverter(mapping, read));
    case 'interactions':
      return recordOf(interactionConverter(mapping, read));
  }
}

function recordOf(convert: (cells: Cells) => Intake | RowRefusal): (cells: Cells) => Converted {
  return (cells) => {
    const record = convert(cells);
    return isRefusal(record) ? record : { record };
  };
}
