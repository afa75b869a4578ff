import { openEventLog, openViewStore } from '@vilfredo/embedded';
import { eventually, manualClock, temporaryFolder } from '@vilfredo/testing';
import { attempted, callsRuled, classChanged, consented, valueChanged } from '../../test/example-facts.js';
import { everybody } from '../list-calls/walk-lists.js';
import { OutreachRuntime } from './outreach-runtime.js';

describe('the call list of a process that stops and starts', () => {
  it('given times and rules that came while it was down, then it catches up with both, and parks what it cannot read', async () => {
    const clock = manualClock('2026-03-01T10:00:00Z');
    const folder = await temporaryFolder();
    const log = await openEventLog({ folder: folder.path, clock });
    const store = await openViewStore({ folder: folder.path });
    const parked: string[] = [];
    const observe = { parked: ({ id }: { id: string }) => void parked.push(id) };
    const open = () => OutreachRuntime.open({ log, store, clock, tickMs: 5, observe });
    const list = async ({ views }: OutreachRuntime) =>
      (await everybody(views, { limit: 10 })).items.map(({ id, fields }) => [id, fields.priority]);

    const before = await open();
    await before.start();
    await log.append([
      ...[valueChanged(50), classChanged(1), attempted('call-back', { callBackAt: '2026-03-02T09:00:00Z' })],
      ...[valueChanged(80, { customer: 'c2' }), classChanged(1, { customer: 'c2' })],
      { ...consented(false, { customer: 'c3', id: 'broken' }), data: '{}' },
    ]);
    await before.settle();
    expect(await list(before)).toEqual([['c2', 72]]);
    await before.stop();

    clock.set('2026-03-05T00:00:00Z');
    await log.append([
      callsRuled({ allowedWithoutConsent: false }),
      consented(true),
      classChanged(2, { customer: 'c4' }),
    ]);
    const after = await open();
    expect(after.parking.has('c3')).toBe(true);
    await after.start();
    await eventually(async () => expect(await list(after)).toEqual([['customer-1', 50]]));
    expect(parked).toEqual(['broken']);
    expect(await after.lag()).toBe(0);
    await after.stop();
    await log.close();
    await store.close();
    await folder.dispose();
  });
});
