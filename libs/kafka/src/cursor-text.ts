import { createHash } from 'node:crypto';
import { type Cursor, Failure } from '@vilfredo/event-sourcing';
import type { Positions } from './positions.js';

/**
 * Positions as text: the mark of the log, then each topic that was read from, in the order of declaration, with the next
 * offset of each partition in base 36: `k1a2b3c~orders:4.0.1z~scores:7`. Equal positions have equal text.
 */
export class CursorText {
  private readonly mark: string;

  /** @param logId tells this log from others: a cluster and its prefix */
  constructor(
    logId: string,
    private readonly counts: ReadonlyMap<string, number>,
  ) {
    this.mark = `k${createHash('sha256').update(logId).digest('hex').slice(0, 8)}`;
  }

  write(positions: Positions): Cursor {
    let text = this.mark;
    for (const topic of this.counts.keys()) {
      const offsets = positions.get(topic) ?? [];
      let length = offsets.length;
      while (length > 0 && (offsets[length - 1] ?? 0) === 0) length--;
      if (length === 0) continue;
      text += `~${topic}:${offsets
        .slice(0, length)
        .map((offset) => (offset ?? 0).toString(36))
        .join('.')}`;
    }
    return text;
  }

  /** @throws Failure `invalid` on `cursor` when the text is not one that `write` has given for this log */
  read(cursor: Cursor): Positions {
    const [mark, ...parts] = cursor.split('~');
    if (mark !== this.mark) throw new Failure('invalid', 'is not a position of this log', { field: 'cursor' });
    const positions = new Map<string, readonly number[]>();
    for (const part of parts) {
      const [topic = '', offsets = ''] = part.split(':');
      positions.set(
        topic,
        offsets.split('.').map((digits) => Number.parseInt(digits, 36)),
      );
    }
    for (const [topic, offsets] of positions) {
      if (offsets.length > (this.counts.get(topic) ?? 0) || !offsets.every(Number.isSafeInteger)) {
        throw new Failure('invalid', 'is not a position of this log', { field: 'cursor' });
      }
    }
    if (this.write(positions) !== cursor) {
      throw new Failure('invalid', 'is not a position of this log', { field: 'cursor' });
    }
    return positions;
  }
}
