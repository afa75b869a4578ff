import type { ObjectLine } from '@vilfredo/row-files';
import type { IntakeAnswer } from '@vilfredo/service';
import type { FieldRefusal } from './register-customers.js';
import type { RegistrationOutcome } from './register-customers.runner.js';

/** What became of registrations, in registrations. */
export interface RegistrationAnswer extends IntakeAnswer {
  /** How many entries of `refused` were left out, where any were. */
  readonly refusedBeyond?: number;
}

const mostAtOnce = 500;
const mostRefusals = 10_000;

/** Registers some customers after the others, in their order, and counts what became of them. */
export async function registerBatch(
  objects: AsyncIterable<ObjectLine> | Iterable<ObjectLine>,
  register: (intake: readonly unknown[]) => Promise<readonly RegistrationOutcome[]>,
): Promise<RegistrationAnswer> {
  const count = { accepted: 0, duplicate: 0 };
  const refused: (FieldRefusal & { line: number })[] = [];
  let refusedBeyond = 0;
  const refuse = (line: number, { field, reason }: FieldRefusal) => {
    if (refused.length < mostRefusals) refused.push({ line, field, reason });
    else refusedBeyond++;
  };
  let portion: { readonly line: number; readonly value: unknown }[] = [];
  const flush = async () => {
    const handed = portion;
    portion = [];
    const outcomes = await register(handed.map(({ value }) => value));
    for (const [i, { line }] of handed.entries()) {
      const outcome = outcomes[i]!;
      if (typeof outcome === 'string') count[outcome]++;
      else for (const one of outcome.refused) refuse(line, one);
    }
  };
  for await (const { line, value, unreadable } of objects) {
    if (unreadable !== undefined) refuse(line, { field: '', reason: unreadable });
    else if (portion.push({ line, value }) >= mostAtOnce) await flush();
  }
  await flush();
  refused.sort((a, b) => a.line - b.line);
  const answer = { accepted: count.accepted, duplicates: count.duplicate, refused };
  return refusedBeyond > 0 ? { ...answer, refusedBeyond } : answer;
}
