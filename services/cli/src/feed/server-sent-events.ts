import { textLines } from '../deployment/text-lines.js';

export interface ServerSentEvent {
  /** The id to go on from; empty when none was given yet. */
  readonly id: string;
  readonly data: string;
}

/** Reads server-sent events (WHATWG HTML, section 9.2.6); comments and events without data are left out. */
export async function* serverSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let id = '';
  let data: string[] = [];
  for await (const line of textLines(chunks)) {
    if (line === '') {
      if (data.length > 0) yield { id, data: data.join('\n') };
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    if (field === 'data') data.push(value);
  }
}
