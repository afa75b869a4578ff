import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { anEvent, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { openEventLog } from './embedded-event-log.js';
import { keyHash } from './key-hash.js';

describe('a log with keys in one table', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.dispose());

  const open = () => openEventLog({ folder: folder.path, clock: () => Date.now() });
  const events = Array.from({ length: 5_000 }, (_, nth) => anEvent({ subject: `customer-${nth % 7}` }));

  /** As it was before there were runs: keys of the first events in one table, the others not yet in it. */
  const makeEarlier = (keyed: number) => {
    const database = new DatabaseSync(join(folder.path, 'log.db'));
    database.exec(
      `DROP TABLE key_runs; DROP TABLE key_slices; DROP TABLE keyed;
       CREATE TABLE event_keys (hash INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (hash, position)) WITHOUT ROWID;
       CREATE TABLE keyed (through INTEGER NOT NULL);
       PRAGMA user_version = 3; BEGIN`,
    );
    const insert = database.prepare('INSERT INTO event_keys VALUES (?, ?)');
    for (const [index, { id, subject }] of events.slice(0, keyed).entries()) {
      insert.run(keyHash('id', id), index + 1);
      insert.run(keyHash('subject', subject), index + 1);
    }
    database.prepare('INSERT INTO keyed VALUES (?)').run(keyed);
    database.exec('COMMIT');
    database.close();
  };

  it.each([0, 10, 4_321])(
    'given %i events with keys there, when it is opened, then every event is found by id and subject',
    async (keyed) => {
      const log = await open();
      await log.append(events);
      await log.close();
      makeEarlier(keyed);

      const again = await open();

      expect(new Set(await again.append(events))).toEqual(new Set(['duplicate']));
      const history = await again.history({ topics: ['orders'], subject: 'customer-3' });
      expect(history.map(({ id }) => id)).toEqual(
        events.filter(({ subject }) => subject === 'customer-3').map(({ id }) => id),
      );
      await again.close();
    },
  );
});
