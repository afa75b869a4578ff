import { Failure } from '@vilfredo/event-sourcing';

type Groups = Readonly<Record<string, () => unknown>>;
type Read<G extends Groups> = { readonly [Name in keyof G]: Awaited<ReturnType<G[Name]>> };

const prefix = 'wrong settings: ';

/**
 * Reads groups of settings, every one of them: what is wrong with one does not hide what is wrong with the next.
 * @returns what each group read, by its name
 * @throws Failure the only one, as it is; or `invalid`, one message with what all of them say
 */
export async function readTogether<G extends Groups>(groups: G): Promise<Read<G>> {
  const read: Record<string, unknown> = {};
  const failures: Failure[] = [];
  for (const [name, group] of Object.entries(groups)) {
    try {
      read[name] = await group();
    } catch (error) {
      if (!(error instanceof Failure) || error.kind === 'bug') throw error;
      failures.push(error);
    }
  }
  if (failures.length === 0) return read as Read<G>;
  if (failures.length === 1) throw failures[0];
  const messages = failures.map(({ message }) => (message.startsWith(prefix) ? message.slice(prefix.length) : message));
  throw new Failure('invalid', prefix + [...new Set(messages)].join('; '));
}
