import type { StoredEvent } from '@vilfredo/event-sourcing';
import { auditWebhooks } from './audit-webhooks.js';
import type { Delivered } from './hook-server.js';

function alertEvent(id: string, subject = 'c1', type = 'AlertRaised'): StoredEvent {
  const envelope = { id, subject, type, topic: 'alerts', version: 1, time: '2026-06-01T00:00:00.000Z' };
  const place = { recordedat: '2026-06-01T00:00:00.000Z', partition: 0, offset: 1 };
  return { ...envelope, ...place, correlationid: id, data: JSON.stringify({ alertId: id, rule: 'silence' }) };
}

function delivered(id: string, customerId = 'c1', alertId = id): Delivered {
  return { id, body: JSON.stringify({ type: 'AlertRaised', data: { customerId, alertId } }), came: 0 };
}

describe('a receiver held to what the log tells of alerts', () => {
  const alerts = [alertEvent('a'), alertEvent('b'), alertEvent('c', 'c2'), alertEvent('n', 'c1', 'AlertNotified')];
  const audit = (...taken: Delivered[]) => auditWebhooks('it', alerts, { taken, forged: [] });
  const [a, b, c] = [delivered('a'), delivered('b'), delivered('c', 'c2')];

  it('was told right when it got every event, customers among each other in any order', () => {
    expect(audit(c, a, b)).toEqual({ webhooks: 3, repeats: 0, lost: 0, reordered: 0, findings: [] });
  });

  it('may be told again, in the same words', () => {
    expect(audit(a, b, c, a)).toMatchObject({ webhooks: 3, repeats: 1, findings: [] });
    expect(audit(a, b, c, { ...a, body: `${a.body} ` }).findings).toHaveLength(1);
  });

  it('lost what it was never told', () => {
    expect(audit(a, c)).toMatchObject({ lost: 1 });
  });

  it('was told out of order when a later event of a customer came first', () => {
    expect(audit(b, a, c)).toMatchObject({ reordered: 1 });
  });

  it('was told wrong when the log does not hold what it says, or somebody else signed it', () => {
    expect(audit(a, b, c, delivered('x')).findings).toHaveLength(1);
    expect(audit(delivered('a', 'c2'), b, c).findings).toHaveLength(1);
    expect(auditWebhooks('it', alerts, { taken: [a, b, c], forged: ['no such signature'] }).findings).toHaveLength(1);
  });
});
