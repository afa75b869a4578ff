import type { RowRefusal } from '@vilfredo/row-files';

const dayMs = 86_400_000;

/**
 * When a letter counts: when it was written, else when it was received; never when somebody typed it in.
 * Nothing is received before it was written; a day of grace is for days told without a time.
 * @param readTime ISO 8601 in UTC of a text, undefined when it is no time
 */
export function letterDate(
  { written, received }: { readonly written: string; readonly received: string },
  readTime: (text: string) => string | undefined,
): { readonly at: string } | RowRefusal {
  const [wrote, got] = [readTime(written), readTime(received)];
  if (written !== '' && wrote === undefined) return { field: 'written', reason: 'badDate' };
  if (received !== '' && got === undefined) return { field: 'received', reason: 'badDate' };
  if (wrote !== undefined && got !== undefined && Date.parse(wrote) - Date.parse(got) > dayMs) {
    return { field: 'written', reason: 'writtenAfterReceived' };
  }
  const at = wrote ?? got;
  return at === undefined ? { field: 'written', reason: 'missing' } : { at };
}
