import type { Clock } from '@vilfredo/event-sourcing';
import type { Log } from '@vilfredo/service';

const quietMs = 60_000;
const mostKinds = 200;

/**
 * Tells the log which calls were refused and why, never what they held: at once the first time, then once a minute how
 * many there were, so that nobody can fill the log by calling.
 */
export class RefusedCalls {
  private readonly kinds = new Map<string, { toldAt: number; since: number }>();

  constructor(
    private readonly log: Pick<Log, 'warn'>,
    private readonly clock: Clock,
  ) {}

  /** @param source a name from the settings, or what stands for all others */
  tell(source: string, reason: string): void {
    const key = `${source} ${reason}`;
    const now = this.clock();
    const kind = this.kinds.get(key) ?? { toldAt: Number.NEGATIVE_INFINITY, since: 0 };
    if (!this.kinds.has(key) && this.kinds.size < mostKinds) this.kinds.set(key, kind);
    kind.since++;
    if (now - kind.toldAt < quietMs) return;
    this.log.warn('survey refused', { source, reason, calls: kind.since });
    kind.toldAt = now;
    kind.since = 0;
  }
}
