import type { ViewCollection } from '@vilfredo/event-sourcing';
import {
  afterQuietHours,
  type Notifiable,
  type NotifiableAt,
  type NotificationRules,
  notifiableAt,
} from './notifiable-at.js';

/** How far back alerts are counted of which some may still wait for room, days. */
const lookBackDays = 7;
const dayMs = 86_400_000;
const pageSize = 1_000;

/** When people may be told of alerts, by the agent's other ones in the list. */
export class HeldAlerts {
  /** @param views the collection `listedAlerts` */
  constructor(
    private readonly views: Pick<ViewCollection, 'query'>,
    private readonly rules: () => NotificationRules,
  ) {}

  /** The first instant at which somebody may be told of an alert, and what holds it back until then. */
  async notifiableAt(alert: Notifiable & { readonly id: string }): Promise<NotifiableAt> {
    const rules = this.rules();
    const agent = alert.agentId ?? null;
    const earlier = agent === null || alert.severity === 'critical' ? [] : await this.earlier(alert, agent);
    return notifiableAt(alert, rules, earlier);
  }

  /** The first instant from `now` on at which somebody may be told of an alert, or of what has become of it. */
  async mayBeToldAt(alert: { readonly alertId: string } & Notifiable, now: number): Promise<number> {
    const { at } = await this.notifiableAt({ ...alert, id: alert.alertId });
    return afterQuietHours(Math.max(at, now), this.rules());
  }

  private async earlier({ id, raisedAt }: { id: string; raisedAt: string }, agent: string): Promise<number[]> {
    const until = Date.parse(raisedAt);
    const instants: number[] = [];
    let after: string | undefined;
    do {
      const page = await this.views.query({
        index: 'raisedForAgent',
        equals: { agent },
        atLeast: until - lookBackDays * dayMs,
        atMost: until,
        limit: pageSize,
        ...(after === undefined ? {} : { after }),
      });
      for (const { id: other, fields } of page.items) {
        const raised = Number(fields.raisedAt);
        // Of alerts of one instant, the ids tell which comes first.
        if (fields.severity === 'critical' || (raised === until && other >= id)) continue;
        instants.push(raised);
      }
      after = page.next;
    } while (after !== undefined);
    return instants;
  }
}
