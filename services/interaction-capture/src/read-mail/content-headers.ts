/** What the headers of a part say about its body. */
export interface ContentHeaders {
  /** Lower case, such as `text/plain`. */
  readonly type: string;
  readonly boundary: string | undefined;
  readonly charset: string | undefined;
  /** RFC 3676. */
  readonly isFlowed: boolean;
  readonly deletesSpace: boolean;
  readonly encoding: 'base64' | 'quoted-printable' | '8bit';
  readonly isAttachment: boolean;
}

/** Longer values are cut: what matters is said at their start. */
const longestValue = 4_096;

/**
 * Reads the three headers that decide about a body; of a repeated one the first counts.
 * @param lines header lines without line ends, folded as they came
 */
export function contentHeaders(lines: readonly string[], defaultType: string): ContentHeaders {
  const type = headerValue(lines, 'content-type');
  const encoding = headerValue(lines, 'content-transfer-encoding');
  return {
    type: (/^[^\s;(]+/.exec(type)?.[0] ?? defaultType).toLowerCase(),
    boundary: parameter(type, 'boundary') || undefined,
    charset: /^[\w.:+-]{1,40}$/.exec(parameter(type, 'charset') ?? '')?.[0],
    isFlowed: parameter(type, 'format')?.toLowerCase() === 'flowed',
    deletesSpace: parameter(type, 'delsp')?.toLowerCase() === 'yes',
    encoding: (/base64|quoted-printable/i.exec(encoding)?.[0].toLowerCase() ?? '8bit') as ContentHeaders['encoding'],
    isAttachment: /^attachment\b/i.test(headerValue(lines, 'content-disposition')),
  };
}

/** A parameter of a structured header: a token, or a quoted string. */
function parameter(value: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(value);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
}

function headerValue(lines: readonly string[], name: string): string {
  const start = lines.findIndex((line) => isNamed(line, name));
  if (start < 0) return '';
  let value = (lines[start] ?? '').slice((lines[start] ?? '').indexOf(':') + 1, longestValue);
  for (let at = start + 1; at < lines.length && /^[ \t]/.test(lines[at] ?? ''); at++) {
    if (value.length > longestValue) break;
    value += (lines[at] ?? '').slice(0, longestValue);
  }
  return value.trim();
}

function isNamed(line: string, name: string): boolean {
  return (
    line.slice(0, name.length).toLowerCase() === name &&
    /^[ \t]*:/.test(line.slice(name.length, name.length + 64)) &&
    !/^[ \t]/.test(line)
  );
}
