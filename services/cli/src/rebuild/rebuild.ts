import type { RebuildReport } from '@vilfredo/scoring';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';

/** `rebuild [--check]`: folds the log again; a check that finds a difference exits 1. */
export async function rebuild(session: Session, { check = false }: { check?: boolean }): Promise<ExitCode> {
  const report = await session.deployment.send<RebuildReport>('POST', '/rebuilds', { check });
  const { views, live, rebuilt, equal, events, eventsPerSecond, told } = report;
  if (session.json) await session.out.json(report);
  else
    await session.out.line(
      `views=${views} live=${live} rebuilt=${rebuilt} equal=${equal} events=${events} events/s=${eventsPerSecond}`,
    );
  if (told > 0) session.note(`the feed has told ${told} changes of what the replaced views show otherwise`);
  if (equal || !check) return exitCodes.done;
  session.note('the stored views are not what the log says: `vilfredo rebuild` replaces them');
  return exitCodes.failed;
}
