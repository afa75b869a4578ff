import type { IncomingMessage } from 'node:http';

/** How long the rest of a body that was refused is let run out, in milliseconds. */
const patienceMs = 30_000;

/**
 * Calls `answer` when the body has run out unread, or after a while: a sender that still writes when the connection is
 * closed on it never reads why.
 */
export function afterBody(body: IncomingMessage, answer: () => void): void {
  if (body.readableEnded || body.destroyed) {
    answer();
    return;
  }
  const patience = setTimeout(over, patienceMs);
  patience.unref();
  body.once('end', over);
  body.once('close', over);
  body.once('error', over);
  body.resume();

  function over(): void {
    clearTimeout(patience);
    body.off('end', over).off('close', over);
    answer();
  }
}
