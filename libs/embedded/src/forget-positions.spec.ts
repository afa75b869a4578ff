import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { anEvent, eventually, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { openEventLog } from './embedded-event-log.js';
import { openViewStore } from './embedded-view-store.js';
import { forgetPositionsOfLostViews } from './forget-positions.js';

describe('a folder whose views are lost', () => {
  let home: TemporaryFolder;
  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(() => home.dispose());

  /** How many events a group gets that has read everything once. */
  async function readAgain(): Promise<number> {
    const log = await openEventLog({ folder: home.path, clock: () => Date.UTC(2026, 0, 1) });
    let events = 0;
    const reading = await log.subscribe({
      group: 'g',
      topics: ['orders'],
      batchSize: 10,
      onBatch: async (page) => {
        events += page.events.length;
      },
      onFailure: () => undefined,
    });
    await eventually(async () => expect(await reading.lag()).toBe(0));
    await reading.stop();
    await log.close();
    return events;
  }

  async function filled(): Promise<void> {
    const log = await openEventLog({ folder: home.path, clock: () => Date.UTC(2026, 0, 1) });
    await log.append([anEvent({ topic: 'orders' })]);
    await log.close();
    await (await openViewStore({ folder: home.path })).close();
    expect(await readAgain()).toBe(1);
  }

  it('given its log, when it is opened, then every group begins anew', async () => {
    await filled();
    await rm(join(home.path, 'views.db'));
    expect(forgetPositionsOfLostViews(home.path)).toBe(true);
    expect(await readAgain()).toBe(1);
  });

  it('given nothing is lost, when it is opened, then every group goes on where it was', async () => {
    await filled();
    expect(forgetPositionsOfLostViews(home.path)).toBe(false);
    expect(await readAgain()).toBe(0);
  });

  it('given an empty folder, when it is opened, then there is nothing to forget', () => {
    expect(forgetPositionsOfLostViews(home.path)).toBe(false);
  });
});
