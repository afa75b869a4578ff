import type { StoredEvent } from '@vilfredo/event-sourcing';
import { parkedEventSkipped, policyActivated } from '@vilfredo/testing';
import { Policies } from './policies.js';

const activated = (name: string, recordedat: string, offset: number): StoredEvent => {
  return { ...policyActivated({ name, at: recordedat }), recordedat, offset, partition: 0 };
};
const first = activated('first', '2026-01-01T00:00:00.000Z', 10);
const second = activated('second', '2026-02-01T00:00:00.000Z', 20);
const at = (recordedat: string, offset = 100) => ({ recordedat, offset });

describe('the policies that were in force', () => {
  it('given none, then nothing can be judged yet', () => {
    const policies = new Policies();
    expect(policies.areThere).toBe(false);
    expect(() => policies.newest).toThrow('no policy has been activated yet');
  });

  it.each([
    ['before the first', at('2025-12-01T00:00:00.000Z'), 'first'],
    ['under the first', at('2026-01-15T00:00:00.000Z'), 'first'],
    ['in the moment of the second, before it', at('2026-02-01T00:00:00.000Z', 19), 'first'],
    ['in the moment of the second, after it', at('2026-02-01T00:00:00.000Z', 21), 'second'],
    ['under the second', at('2026-03-01T00:00:00.000Z'), 'second'],
  ])('given an event recorded %s, then it is judged under the one that held', (_, event, name) => {
    const policies = new Policies();
    for (const one of [first, second]) policies.add(one);
    expect(policies.at(event).policy.name).toBe(name);
    expect(policies.atInstant(Date.parse('2026-01-31T23:59:59Z')).policy.name).toBe('first');
    expect(policies.newest.policy.name).toBe('second');
  });

  it('given one that comes again, another event, and one that nobody can read, then nothing changes', () => {
    const policies = new Policies();
    const held = policies.add(first);
    expect(policies.add(first)).toBe(held);
    expect(
      policies.add({ ...parkedEventSkipped({ event: 'e' }), recordedat: '', offset: 30, partition: 0 }),
    ).toBeNull();
    expect(policies.add({ ...second, version: 99 })).toBeNull();
    expect(policies.newest).toBe(held);
  });

  it('given rules of one name and rules that are off, then the first that is on holds', () => {
    const policies = new Policies();
    policies.add(first);
    const { rules, policy } = policies.newest;
    expect([...rules.keys()]).toEqual(policy.alerts.rules.map(({ name }) => name));
    expect(rules.get('silence')).toBe(policy.alerts.rules[1]);
  });
});
