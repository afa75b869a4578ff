import { setTimeout as pause } from 'node:timers/promises';

export interface Load {
  readonly perSecond: number;
  readonly seconds: number;
  /** Sent before, at the same pace, and not counted. */
  readonly warmUpSeconds: number;
}

/**
 * Sends by the clock and not by the answers: the nth is due at its own moment, whatever became of those before it.
 * @param send is told the moment (ms of `performance.now()`) at which it was due; null while warming up
 * @returns when all are answered
 * @throws what the first `send` that failed threw
 */
export async function openLoop(
  { perSecond, seconds, warmUpSeconds }: Load,
  send: (n: number, due: number | null) => Promise<void>,
): Promise<void> {
  const [total, warmUp] = [(seconds + warmUpSeconds) * perSecond, warmUpSeconds * perSecond];
  const begun = performance.now();
  const dueAt = (n: number) => begun + (n * 1_000) / perSecond;
  const answers: Promise<void>[] = [];
  for (let n = 0; n < total; ) {
    for (; n < total && dueAt(n) <= performance.now(); n++) {
      const answer = send(n, n < warmUp ? null : dueAt(n));
      answer.catch(() => undefined);
      answers.push(answer);
    }
    await pause(1);
  }
  await Promise.all(answers);
}
