/** What scanners write. */
export const scanExtensions = ['pdf', 'png', 'jpg', 'jpeg', 'tif', 'tiff'] as const;

const pdf = Buffer.from('%PDF-', 'latin1');
/** A PDF may begin with bytes of others; readers look for its mark this far. */
const pdfWithin = 1_024;
const beginnings = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
  [0x49, 0x49, 0x2a, 0x00],
  [0x4d, 0x4d, 0x00, 0x2a],
  [0x49, 0x49, 0x2b, 0x00],
  [0x4d, 0x4d, 0x00, 0x2b],
];

/** Whether a file that begins like this is a scan: PDF, PNG, JPEG or TIFF, whatever it is called. */
export function isScan(beginning: Uint8Array): boolean {
  if (beginnings.some((bytes) => bytes.every((byte, i) => beginning[i] === byte))) return true;
  return Buffer.from(beginning.subarray(0, pdfWithin)).includes(pdf);
}
