/** What a drill says in its last line. */
export interface Figures {
  readonly drill: string;
  /** What it was done to; embedded when absent. */
  readonly on?: 'stack';
  readonly seed: number;
  readonly rounds: number;
  /** Facts sent, acknowledged, and found in the log; each counted once, however often it was sent. */
  readonly sent: number;
  readonly acked: number;
  readonly stored: number;
  /** Acknowledged facts and published changes that are gone. */
  readonly lost: number;
  /** Facts that reached the system again after it had them. */
  readonly dupDeliveries: number;
  /** Facts stored, or changes told, more than once. */
  readonly dupEffects: number;
  /** Facts of one sender or changes of one customer out of their order. */
  readonly reordered: number;
  readonly viewsEqual: boolean;
  /** Alerts that were raised; those that were raised twice or open twice, and those that are missing. */
  readonly alerts?: number;
  readonly dupAlerts?: number;
  readonly lostAlerts?: number;
  /** Events about alerts that the receiver which is there was told of, and repeats of these. */
  readonly webhooks?: number;
  readonly webhookRepeats?: number;
  /** How long alerts took to a receiver beside a dead one, by how long they took to it alone. */
  readonly delayRatio?: number;
  readonly seconds: number;
  /** Times that partitions were seen dealt anew, where processes share them; there may have been more. */
  readonly rebalances?: number;
  /** Whatever else was not as promised, in words; empty when all was. */
  readonly findings: readonly string[];
}

/** The figures line: `key=value` pairs, in this order. */
export function figuresLine(figures: Figures): string {
  const { drill, seed, rounds, sent, acked, stored, lost, dupDeliveries, dupEffects, reordered } = figures;
  const { on, rebalances, alerts, dupAlerts = 0, lostAlerts = 0, webhooks, webhookRepeats = 0, delayRatio } = figures;
  return [
    `drill=${drill} seed=${seed} rounds=${rounds} sent=${sent} acked=${acked} stored=${stored} lost=${lost}`,
    `dup_deliveries=${dupDeliveries} dup_effects=${dupEffects} reordered=${reordered}`,
    `views_equal=${figures.viewsEqual} seconds=${figures.seconds.toFixed(1)}`,
    ...(alerts === undefined ? [] : [`alerts=${alerts} dup_alerts=${dupAlerts} lost_alerts=${lostAlerts}`]),
    ...(webhooks === undefined ? [] : [`webhooks=${webhooks} webhook_repeats=${webhookRepeats}`]),
    ...(delayRatio === undefined ? [] : [`delay_ratio=${delayRatio.toFixed(3)}`]),
    ...(on === undefined ? [] : [`on=${on}`]),
    ...(rebalances === undefined ? [] : [`rebalances=${rebalances}`]),
  ].join(' ');
}

/** Whether every promise held, and enough happened for that to mean something. */
export function held(figures: Figures): boolean {
  const { lost, dupEffects, reordered, dupAlerts = 0, lostAlerts = 0, viewsEqual, acked, findings } = figures;
  const wrong = lost + dupEffects + reordered + dupAlerts + lostAlerts;
  return acked > 0 && wrong === 0 && viewsEqual && findings.length === 0;
}

/** What was promised of a drill in which so much was sent: all of it is there, once and in order, and nothing else is amiss. */
export function promised({ sent }: Pick<Figures, 'sent'>) {
  const none = { lost: 0, dupEffects: 0, reordered: 0, dupAlerts: 0, lostAlerts: 0, findings: [] };
  return { ...none, viewsEqual: true, stored: sent, acked: sent } satisfies Partial<Figures>;
}
