import type { Clock } from '@vilfredo/event-sourcing';
import type { Gauge } from 'prom-client';

/** Somebody who follows the log. */
export interface WatchedGroup {
  readonly group: string;
  readonly clock: Clock;
  /** How many events of the log it has not folded. */
  readonly lag: () => Promise<number>;
}

/** Whoever keeps figures, as far as they are needed here. */
interface Figures {
  gauge(
    about: { readonly name: string; readonly help: string; readonly labels: readonly string[] },
    collect: (gauge: Gauge) => Promise<void>,
  ): unknown;
}

interface Known extends WatchedGroup {
  /** It was done with everything recorded before, epoch ms; for who has not been seen so, when it began to be watched. */
  doneBy: number;
}

/** How far groups are behind the log, in events and in seconds; worked out when the figures are asked for. */
export class GroupLags {
  private readonly groups = new Map<string, Known>();
  private asked: Promise<ReadonlyMap<string, number>> | undefined;

  constructor(metrics: Figures) {
    const labels = ['group'];
    metrics.gauge({ name: 'lag_events', help: 'Events in the log that a group has not folded.', labels }, (gauge) =>
      this.setAll(gauge, (_, events) => events),
    );
    metrics.gauge(
      { name: 'lag_seconds', help: 'Age, at most, of the oldest event that a group has not folded.', labels },
      (gauge) => this.setAll(gauge, ({ clock, doneBy }, events) => (events === 0 ? 0 : (clock() - doneBy) / 1_000)),
    );
  }

  /** Tells of this group from now on. */
  watch(group: WatchedGroup): void {
    this.groups.set(group.group, { ...group, doneBy: group.clock() });
  }

  /** A group has folded what was recorded up to this time (ISO 8601). */
  folded(group: string, recordedAt: string): void {
    const known = this.groups.get(group);
    if (known !== undefined) known.doneBy = Date.parse(recordedAt);
  }

  private async setAll(gauge: Gauge, figure: (group: Known, events: number) => number): Promise<void> {
    // Both figures are asked for at once, and a group may have to ask its broker.
    this.asked ??= this.ask().finally(() => {
      this.asked = undefined;
    });
    const events = await this.asked;
    for (const known of this.groups.values())
      gauge.set({ group: known.group }, Math.max(0, figure(known, events.get(known.group) ?? 0)));
  }

  private async ask(): Promise<ReadonlyMap<string, number>> {
    const asked = [...this.groups.values()].map(async (known) => {
      const at = known.clock();
      const events = await known.lag();
      if (events === 0) known.doneBy = at;
      return [known.group, events] as const;
    });
    return new Map(await Promise.all(asked));
  }
}
