import { Failure } from '@vilfredo/event-sourcing';

export interface StartEdges {
  readonly write: (text: string) => void;
  readonly exit: (code: number) => void;
}

/**
 * Runs a start-up. One that fails on purpose says its reason in one plain line; anything else is a defect and shows
 * its stack. Either way the process exits 1.
 */
export async function start(run: () => Promise<void>, { write, exit }: StartEdges): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Failure && error.kind !== 'bug') write(`vilfredo cannot start: ${error.message}\n`);
    else write(`vilfredo cannot start, by a defect of its own: ${error instanceof Error ? error.stack : error}\n`);
    exit(1);
  }
}
