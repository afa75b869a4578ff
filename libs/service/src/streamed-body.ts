import { PassThrough, type Readable } from 'node:stream';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import type { FastifyInstance } from 'fastify';

const streamed = [
  'application/x-ndjson',
  'application/ndjson',
  'application/octet-stream',
  'application/gzip',
  'application/x-gzip',
  'text/csv',
  'text/plain',
];

/** How long a body that nobody wants any more is let run out, so that its sender gets to read the answer. */
const drainMs = 30_000;

/**
 * Makes a server hand over bodies of these types as streams, of any size. The content of an import is taken whatever
 * its type, or without one, since senders of files seldom name it. May be called twice for one server.
 */
export function registerContentTypes(server: FastifyInstance): void {
  for (const type of streamed) {
    if (server.hasContentTypeParser(type)) continue;
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
  if (server.hasContentTypeParser('*')) return;
  server.addContentTypeParser('*', (request, payload, done) => {
    const wanted = request.routeOptions.url?.endsWith('/imports/:id/content') === true;
    if (wanted) done(null, payload);
    else done(new UnsupportedMediaTypeException());
  });
}

/** The chunks of a body, through a stream of its own: leaving that early does not close the connection to be answered. */
export function readBody(body: Readable): Readable {
  const through = new PassThrough();
  body.once('error', (error: NodeJS.ErrnoException) => {
    const broken = error.code === 'ECONNRESET';
    const reason = 'the body ended before it was complete';
    through.destroy(broken ? new Failure('invalid', reason, { cause: error }) : error);
  });
  return body.pipe(through);
}

/** Lets the rest of a body pass unread, for a while. */
export function drain(body: Readable): void {
  body.unpipe();
  if (body.readableEnded || body.destroyed) return;
  const patience = setTimeout(() => body.destroy(), drainMs);
  patience.unref();
  body.once('close', () => clearTimeout(patience));
  body.resume();
}
