import { DateTime } from 'luxon';

/** Rows of one order repeat its time and files are mostly in order of time: this many texts are remembered. */
const remembered = 10_000;

/**
 * A reader of times in the given formats (ISO 8601 or `2010-12-01 08:26:00` without any), taken to be in the zone
 * where they carry no offset. It answers ISO 8601 in UTC, or undefined when the text is no such time.
 */
export function dateReader(formats: readonly string[], zone: string): (text: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const parsers = formats.map((format) => DateTime.buildFormatParser(format, { locale: 'en' }));
  const parse = (text: string): string | undefined => {
    const candidates = function* () {
      for (const parser of parsers) yield DateTime.fromFormatParser(text, parser, { zone, locale: 'en' });
      if (parsers.length > 0 || !isDated(text)) return;
      yield DateTime.fromISO(text, { zone });
      yield DateTime.fromSQL(text, { zone });
    };
    for (const time of candidates()) if (time.isValid && time.year >= 1900) return time.toJSDate().toISOString();
    return undefined;
  };
  return (text) => {
    if (known.has(text)) return known.get(text);
    if (known.size >= remembered) known.clear();
    const time = parse(text);
    known.set(text, time);
    return time;
  };
}

/**
 * The moment after which facts are left out: a time with offset, or a plain day, which ends before it begins in the zone.
 * Undefined when the text is neither.
 */
export function readAsOf(text: string, zone: string): number | undefined {
  const time = DateTime.fromISO(text, { zone });
  return time.isValid && isDated(text) ? time.toMillis() : undefined;
}

/** Whether ISO 8601 says a day: a time alone would be taken for one of today, and tomorrow for another. */
function isDated(text: string): boolean {
  return /^(?:\d{4}[-W]|(?:19|[2-9]\d)\d\d$|[+-]\d{6}|\d{6,8}(?:T|$))/.test(text);
}
