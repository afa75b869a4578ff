import { Failure } from '@vilfredo/event-sourcing';

/** Primary result codes of SQLite after which the same call may work later: https://sqlite.org/rescode.html */
const PASSING = new Map([
  [5, 'another process holds the file'],
  [6, 'another connection holds the table'],
  [7, 'out of memory'],
  [8, 'the file is read-only'],
  [10, 'the disk reports an error'],
  [13, 'the disk is full'],
  [14, 'the file cannot be opened'],
  [15, 'another process holds the file'],
]);
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** The failure that an error of SQLite stands for; an error that is not about the medium is given back as it is. */
export function unavailable(error: unknown): unknown {
  const reason = PASSING.get(primaryCode(error));
  if (reason === undefined) return error;
  return new Failure('unavailable', reason, { retryAfter: 5, cause: error });
}

export function isUnavailable(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'unavailable';
}

/** Whether the file is not what it should be. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}

function primaryCode(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : 0;
}
