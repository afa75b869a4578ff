import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '@vilfredo/event-sourcing';
import { orderPlaced } from '@vilfredo/testing';
import { logWith, type RuntimeUnderTest, settledRuntime } from '../../test/runtime-under-test.js';
import { rebuild } from './rebuild.js';

describe('given orders that are recorded and that the live views have not come to yet', () => {
  let scoring: RuntimeUnderTest;
  let letGo = () => {};

  beforeEach(async () => {
    let held = Promise.resolve();
    scoring = await settledRuntime({ seen: (real) => heldBack(real, () => held) });
    held = new Promise((resolve) => {
      letGo = resolve;
    });
    const at = new Date(scoring.clock()).toISOString();
    await scoring.log.append(['early', 'late'].map((customer) => orderPlaced({ customer, at })));
    while ((await scoring.runtime.lag()) !== 2) await pause(5);
  });
  afterEach(async () => {
    letGo();
    await scoring.dispose();
  });

  /** A log that brings nothing while it is held. */
  function heldBack(real: EventLog, held: () => Promise<void>): EventLog {
    const subscribe: EventLog['subscribe'] = (options) =>
      real.subscribe({ ...options, onBatch: (page) => held().then(() => options.onBatch(page)) });
    return logWith(real, { subscribe });
  }

  it('when the views are rebuilt, then they are compared with what the live ones have folded, and nothing beyond', async () => {
    expect(await rebuild(scoring.runtime, { check: true })).toMatchObject({ equal: true, views: 1 });
  });

  it('when the rebuilt views replace the live ones, then what was still to come is folded into them once', async () => {
    expect(await rebuild(scoring.runtime, { check: false })).toMatchObject({ equal: true, views: 1 });
    letGo();
    await scoring.runtime.settle();
    expect(await rebuild(scoring.runtime, { check: true })).toMatchObject({ equal: true, views: 2 });
  });
});
