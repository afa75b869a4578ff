import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isScan } from './scan-kind.js';

export const largestScan = 100 * 1024 * 1024;
export const largestNote = 64 * 1024;

/** The fingerprint of a scan, read through once and not kept; why it is none; or that it is still being written. */
export type ScanRead =
  | { readonly sha256: string; readonly bytes: number }
  | { readonly refused: string }
  | { readonly growing: true };

export async function readScan(file: string): Promise<ScanRead> {
  const { size } = await stat(file);
  if (size > largestScan) return { refused: 'tooLarge' };
  const hash = createHash('sha256');
  let bytes = 0;
  let beginning = Buffer.alloc(0);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    if (beginning.length < 1_024) beginning = Buffer.concat([beginning, chunk.subarray(0, 1_024)]);
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes > size) return { growing: true };
  }
  if (bytes < size) return { growing: true };
  return isScan(beginning) ? { sha256: hash.digest('hex'), bytes } : { refused: 'notAScan' };
}
