import type { StoredEvent } from '@vilfredo/event-sourcing';
import { auditAlerts, type ListedAlert } from './audit-alerts.js';

let offset = 0;

function said(type: string, alertId: string, rule = 'silence', subject = 'c1'): StoredEvent {
  offset++;
  const envelope = { topic: 'alerts', version: 1, time: '2026-06-01T00:00:00.000Z', correlationid: alertId };
  const data = JSON.stringify({ alertId, rule });
  const place = { recordedat: '2026-06-01T00:00:00.000Z', partition: 0, offset };
  return { ...envelope, ...place, id: `${type} ${alertId}`, type, subject, data };
}

const raised = (...args: [string, string?, string?]) => said('AlertRaised', ...args);
const resolved = (...args: [string, string?, string?]) => said('AlertResolved', ...args);

function listed(id: string, state = 'open', rule = 'silence', customerId = 'c1'): ListedAlert {
  return { id, customerId, rule, state };
}

const right = { dupAlerts: 0, lostAlerts: 0, findings: [] };

describe.each([true, false])('alerts held to a fresh fold of the log, with one order of reading: %s', (isOneOrder) => {
  const audit = (told: StoredEvent[], list: ListedAlert[], fresh = told) =>
    auditAlerts({ told, fresh, listed: list, isOneOrder });

  it('are right when each is raised once, listed, and the next one comes after the first is over', () => {
    const told = [raised('a'), said('AlertExtended', 'a'), resolved('a'), raised('b'), said('AlertNotified', 'b')];
    const fresh = told.filter(({ type }) => type !== 'AlertNotified');
    expect(audit(told, [listed('a', 'resolved'), listed('b')], fresh)).toEqual({ ...right, alerts: 2 });
  });

  it('are duplicates when one is raised twice', () => {
    const told = [raised('a'), { ...raised('a'), id: 'another' }];
    expect(audit(told, [listed('a')])).toMatchObject({ dupAlerts: 1 });
  });

  it('are duplicates when one event about them is there twice', () => {
    const told = [raised('a'), said('AlertExtended', 'a'), said('AlertExtended', 'a')];
    expect(audit(told, [listed('a')])).toMatchObject({ dupAlerts: 1 });
  });

  it('are duplicates when two are open for one customer and rule', () => {
    expect(audit([raised('a'), raised('b')], [listed('a', 'resolved'), listed('b')])).toMatchObject({ dupAlerts: 1 });
  });

  it('may be open side by side for two rules, and for two customers', () => {
    const told = [raised('a'), raised('b', 'risk'), raised('c', 'silence', 'c2')];
    const list = [listed('a'), listed('b', 'open', 'risk'), listed('c', 'open', 'silence', 'c2')];
    expect(audit(told, list)).toEqual({ ...right, alerts: 3 });
  });

  it('are lost when the fresh fold raises one that is not there', () => {
    expect(audit([raised('a')], [listed('a')], [raised('a'), raised('b', 'risk')])).toMatchObject({ lostAlerts: 1 });
  });

  it('are lost when the list lacks one, or shows it otherwise', () => {
    expect(audit([raised('a')], [])).toMatchObject({ lostAlerts: 1 });
    expect(audit([raised('a')], [listed('a', 'resolved')])).toMatchObject({ lostAlerts: 1 });
  });

  it('are wrong when there is one that the log does not call for', () => {
    const list = [listed('a'), listed('b', 'open', 'risk')];
    expect(audit([raised('a'), raised('b', 'risk')], list, [raised('a')]).findings).toHaveLength(1);
  });
});

describe('where topics are read beside each other', () => {
  it('an alert may have come and gone on the way, and any of several complaints may have begun theirs', () => {
    const told = [raised('a'), resolved('a'), raised('b', 'any-complaint')];
    const fresh = [raised('c', 'any-complaint')];
    const list = [listed('a', 'resolved'), listed('b', 'open', 'any-complaint')];
    expect(auditAlerts({ told, fresh, listed: list, isOneOrder: false })).toEqual({ ...right, alerts: 2 });
    expect(auditAlerts({ told, fresh, listed: list, isOneOrder: true })).toMatchObject({ lostAlerts: 1 });
  });
});
