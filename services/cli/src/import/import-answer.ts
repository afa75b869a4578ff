import type { ImportProgress, ImportSummary, RefusedRecord } from '@vilfredo/order-ingestion';
import { parsed } from '../deployment/plain-words.js';
import { textLines } from '../deployment/text-lines.js';

/** An import that the deployment gave up, in its words. */
export interface ImportFailed {
  readonly field: string | null;
  readonly reason: string;
  /** Seconds after which the same content may be sent again. */
  readonly retryAfter?: number;
}

export interface AnswerListener {
  onProgress(progress: ImportProgress): void;
  onRefused(refused: RefusedRecord): void | Promise<void>;
}

/** How an import ended; nothing when the answer stopped before saying so. */
export type ImportOutcome = { readonly done: ImportSummary } | { readonly failed: ImportFailed } | undefined;

interface AnswerLine {
  readonly progress?: ImportProgress;
  readonly refused?: RefusedRecord;
  readonly done?: ImportSummary;
  readonly failed?: ImportFailed;
}

/** Reads the answer to an import line by line, as slowly as its listener likes. */
export async function readImportAnswer(
  body: AsyncIterable<Uint8Array>,
  listener: AnswerListener,
): Promise<ImportOutcome> {
  for await (const text of textLines(body)) {
    const line = (parsed(text) ?? {}) as AnswerLine;
    if (line.progress !== undefined) listener.onProgress(line.progress);
    if (line.refused !== undefined) await listener.onRefused(line.refused);
    if (line.done !== undefined) return { done: line.done };
    if (line.failed !== undefined) return { failed: line.failed };
  }
  return undefined;
}
