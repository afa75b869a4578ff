import { Failure } from '@vilfredo/event-sourcing';
import type { Shutdown } from './shutdown.js';

export interface StartEdges {
  readonly write: (text: string) => void;
  readonly exit: (code: number) => void;
}

/**
 * Runs a start-up. One that fails on purpose says its reason in one plain line; anything else is a defect and shows
 * its stack. Either way the process exits 1, unless it is being stopped: what it was about to use is closed then, and the
 * shutdown ends the process when it has closed the rest.
 * @param run is given where to tell by what the process will be stopped
 */
export async function start(
  run: (stoppedBy: (shutdown: Pick<Shutdown, 'isRunning'>) => void) => Promise<void>,
  { write, exit }: StartEdges,
): Promise<void> {
  let shutdown: Pick<Shutdown, 'isRunning'> | undefined;
  try {
    await run((by) => {
      shutdown = by;
    });
  } catch (error) {
    if (shutdown?.isRunning) return;
    if (error instanceof Failure && error.kind !== 'bug') write(`vilfredo cannot start: ${error.message}\n`);
    else write(`vilfredo cannot start, by a defect of its own: ${error instanceof Error ? error.stack : error}\n`);
    exit(1);
  }
}
