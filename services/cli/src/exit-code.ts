import { Failure } from '@vilfredo/event-sourcing';

/** What the shell is told. 130 is the shells' own for a program that was interrupted. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, someRefused: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command itself is wrong: a file that is not there, an option that cannot be. */
export class WrongUsage extends Failure {
  constructor(reason: string, cause?: unknown) {
    super('invalid', reason, { cause });
    this.name = 'WrongUsage';
  }
}

/** The exit code for an error, and the one line that a person reads. */
export function answerFor(error: unknown, { debug }: { debug: boolean }): { code: ExitCode; message: string } {
  if (error instanceof WrongUsage) return { code: exitCodes.wrongUsage, message: error.message };
  if (error instanceof Failure && error.kind !== 'bug') return { code: exitCodes.failed, message: error.message };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: exitCodes.failed, message: `this is a defect: ${debug ? (stack ?? message) : message}` };
}
