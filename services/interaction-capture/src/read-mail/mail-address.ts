/** Visible characters around the last @, and a domain of labels: as much as a mail server needs to deliver. */
const addressShape = /^[^\s@<>"(),:;\\\p{Cc}]+@[^\s@<>"(),:;\\\p{Cc}]+$/u;
const quotedShape = /^"[^"\\\p{Cc}]+"@[^\s@<>"(),:;\\\p{Cc}]+$/u;
/** RFC 5321, 4.5.3.1: of a path without its brackets. */
const longest = 254;

/**
 * An address as a contact point: its domain in lower case, everything before the @ as written (plus-addressing too).
 * Undefined when nobody could be reached by it.
 */
export function mailAddress(written: string): string | undefined {
  const address = written.trim();
  if (address.length > longest || !(addressShape.test(address) || quotedShape.test(address))) return undefined;
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${address
    .slice(at + 1)
    .toLowerCase()
    .replace(/\.$/, '')}`;
}

/**
 * Whether an address is the enterprise's own.
 * @param own addresses, and domains without @
 */
export function isOwnAddress(address: string, own: readonly string[]): boolean {
  const lower = address.toLowerCase();
  const domain = lower.slice(lower.lastIndexOf('@') + 1);
  return own.some((one) => [lower, domain].includes(one.toLowerCase().replace(/^@/, '')));
}
