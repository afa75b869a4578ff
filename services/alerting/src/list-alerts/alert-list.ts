import { Failure, type StoredEvent, topicPartition, type ViewCollection } from '@vilfredo/event-sourcing';
import { type Read, read, Unreadable } from '@vilfredo/events';
import { followAlert } from './follow-alert.js';
import { alertFromStored, alertToStored, type ListedAlert } from './listed-alerts.js';

export interface AlertListOptions {
  /** The collection `listedAlerts`. */
  readonly views: ViewCollection;
  /** An event that cannot be read, which the list is made without. */
  readonly onUnreadable?: (event: StoredEvent, failure: Failure) => void;
}

interface AboutAlert {
  readonly alertId: string;
  readonly stored: StoredEvent;
  readonly read: Read;
}

/** The list of alerts: a fold of the topic `alerts`, one view per alert. */
export class AlertList {
  constructor(private readonly options: AlertListOptions) {}

  /** Folds a batch; events that came before change nothing. @throws Failure `unavailable` for the whole batch */
  async apply(events: readonly StoredEvent[]): Promise<void> {
    const read = events.filter(({ topic }) => topic === 'alerts').flatMap((event) => this.read(event));
    let open = Map.groupBy(read, ({ alertId }) => alertId);
    while (open.size > 0) {
      const lost = new Set(await this.fold(open));
      open = new Map([...open].filter(([id]) => lost.has(id)));
    }
  }

  /** @returns the alerts that somebody else wrote first */
  private async fold(perAlert: ReadonlyMap<string, readonly AboutAlert[]>): Promise<readonly string[]> {
    const stored = await this.options.views.load([...perAlert.keys()]);
    const saves = [...perAlert].flatMap(([id, events]) => {
      const view = stored.get(id);
      const listed: ListedAlert = view === undefined ? { id, alert: null, watermarks: {} } : alertFromStored(view);
      const news = events.filter(
        ({ stored: event }) => event.offset > (listed.watermarks[topicPartition(event)] ?? -1),
      );
      for (const event of news) follow(listed, event);
      return news.length === 0 ? [] : [alertToStored(listed, view?.version ?? 0)];
    });
    return saves.length === 0 ? [] : this.options.views.save(saves);
  }

  private read(stored: StoredEvent): AboutAlert[] {
    try {
      const event = read(stored);
      return 'alertId' in event.payload ? [{ alertId: event.payload.alertId, stored, read: event }] : [];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const field = error.violations[0]?.field ?? 'data';
      this.options.onUnreadable?.(stored, new Failure('invalid', error.message, { field, cause: error }));
      return [];
    }
  }
}

function follow(listed: ListedAlert, { stored, read }: AboutAlert): void {
  const { id, subject: customerId, time, correlationid } = stored;
  listed.alert = followAlert(listed.alert, { id, customerId, time, correlationid, read });
  listed.watermarks[topicPartition(stored)] = stored.offset;
}
