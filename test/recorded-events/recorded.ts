import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventType } from '@vilfredo/events';

const folder = path.dirname(fileURLToPath(import.meta.url));

/** An event as it once was on the log, its payload spelt out. */
export interface RecordedEvent {
  readonly file: string;
  readonly topic: string;
  readonly subject: string;
  readonly id: string;
  readonly type: EventType;
  readonly version: number;
  readonly time: string;
  readonly recordedat: string;
  readonly correlationid: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Every recorded event there is, by file name. */
export const recordedEvents: readonly RecordedEvent[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => ({ file, ...JSON.parse(readFileSync(path.join(folder, file), 'utf8')) }));

/** The recorded events as lines of `sha256sum`. */
export function checksums(): readonly string[] {
  return recordedEvents.map(({ file }) => {
    const digest = createHash('sha256')
      .update(readFileSync(path.join(folder, file)))
      .digest('hex');
    return `${digest}  ${file}`;
  });
}

/** The checksums as they were when each event was recorded. */
export function recordedChecksums(): readonly string[] {
  return readFileSync(path.join(folder, 'recorded-events.sha256'), 'utf8').trimEnd().split('\n');
}
