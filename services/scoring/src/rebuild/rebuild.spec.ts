import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog, EventPage } from '@vilfredo/event-sourcing';
import { orderPlaced, orderReturned } from '@vilfredo/testing';
import { logWith, type RuntimeUnderTest, settledRuntime } from '../../test/runtime-under-test.js';
import { feedItem } from '../score-feed/score-feed.js';
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

describe('given views of a version that knew no returns, and a customer who has returned all that they ordered', () => {
  let scoring: RuntimeUnderTest;

  beforeEach(async () => {
    scoring = await settledRuntime({ seen: withoutReturns });
    const at = new Date(scoring.clock()).toISOString();
    await scoring.log.append([orderReturned({ customer: 'early', at })]);
    await scoring.runtime.settle();
  });
  afterEach(() => scoring.dispose());

  function withoutReturns(real: EventLog): EventLog {
    const known = (page: EventPage) => ({
      ...page,
      events: page.events.filter(({ type }) => type !== 'OrderReturned'),
    });
    const subscribe: EventLog['subscribe'] = (options) =>
      real.subscribe({ ...options, onBatch: (page) => options.onBatch(known(page)) });
    return logWith(real, { subscribe });
  }

  async function changes() {
    return (await scoring.log.read({ topics: ['scores'], limit: 1_000 })).events.map(feedItem);
  }

  it('when they are only compared, then the difference is seen, and nothing is told', async () => {
    const before = await changes();
    expect(await rebuild(scoring.runtime, { check: true })).toMatchObject({ equal: false, told: 0 });
    expect(await changes()).toEqual(before);
  });

  it('when the rebuilt views replace them, then the feed tells what is shown otherwise, each change after the one before', async () => {
    const before = await changes();
    const { equal, told } = await rebuild(scoring.runtime, { check: false });
    const all = await changes();
    expect(equal).toBe(false);
    expect(all.slice(0, before.length)).toEqual(before);
    expect(all).toHaveLength(before.length + told);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => i + 1));
    const anew = all.slice(before.length);
    expect(anew).toContainEqual(expect.objectContaining({ type: 'ActivityChanged', from: 'new', to: 'prospect' }));
    for (const { causes } of anew) expect(causes).toEqual(['rebuilt:2026-03-02T00:00:00.000Z']);
  });

  it('when that is done, then another rebuild finds the same, and tells nothing', async () => {
    await rebuild(scoring.runtime, { check: false });
    expect(await rebuild(scoring.runtime, { check: true })).toMatchObject({ equal: true });
    expect(await rebuild(scoring.runtime, { check: false })).toMatchObject({ equal: true, told: 0 });
  });
});
