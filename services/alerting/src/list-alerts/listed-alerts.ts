import type { CollectionDefinition, Field, GuardedSave, StoredView } from '@vilfredo/event-sourcing';
import type { AlertView } from './alert-view.js';

/** Where alerts are kept, one view each, and by what they are found. */
export const listedAlerts: CollectionDefinition = {
  name: 'alerts',
  fields: {
    open: 'number',
    priority: 'number',
    raisedAt: 'number',
    resolvedAt: 'number',
    rule: 'text',
    severity: 'text',
    agent: 'text',
    customer: 'text',
    outcome: 'text',
  },
  indexes: {
    byPriority: [{ field: 'priority', order: 'desc' }, { field: 'raisedAt' }],
    openByPriority: [{ field: 'open', present: true }, { field: 'priority', order: 'desc' }, { field: 'raisedAt' }],
    byRaised: [{ field: 'raisedAt', order: 'desc' }],
    openByRaised: [
      { field: 'open', present: true },
      { field: 'raisedAt', order: 'desc' },
    ],
    ofCustomer: [{ field: 'customer' }, { field: 'priority', order: 'desc' }],
    ofAgent: [
      { field: 'agent', present: true },
      { field: 'priority', order: 'desc' },
    ],
    raisedForAgent: [{ field: 'agent', present: true }, { field: 'raisedAt' }],
  },
};

export interface ListedAlert {
  readonly id: string;
  /** Null as long as only later events have come. */
  alert: AlertView | null;
  /** Offset of the newest event folded in, per topic-partition. */
  watermarks: Record<string, number>;
}

/** The stored form of an alert. */
export function alertToStored({ id, alert, watermarks }: ListedAlert, version: number): GuardedSave {
  return {
    id,
    version,
    body: JSON.stringify({ alert, watermarks }),
    fields: alert === null ? nothing : fieldsOf(alert),
  };
}

export function alertFromStored({ id, body }: Pick<StoredView, 'id' | 'body'>): ListedAlert {
  return { id, ...(JSON.parse(body) as Omit<ListedAlert, 'id'>) };
}

const nothing = {
  open: null,
  priority: null,
  raisedAt: null,
  resolvedAt: null,
  rule: null,
  severity: null,
  agent: null,
  customer: null,
  outcome: null,
};

function fieldsOf(alert: AlertView): Record<keyof typeof nothing, Field> {
  const { priority, rule, severity, outcome } = alert;
  return {
    open: alert.state === 'resolved' ? null : 1,
    priority,
    raisedAt: Date.parse(alert.raisedAt),
    resolvedAt: alert.resolvedAt === null ? null : Date.parse(alert.resolvedAt),
    rule,
    severity,
    agent: alert.agentId,
    customer: alert.customerId,
    outcome,
  };
}
