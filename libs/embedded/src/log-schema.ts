/** Keys in runs, each with a filter per slice of it; `keyed.generation` tells that something has happened to them. */
export const KEYS_SCHEMA = `
CREATE TABLE key_runs (
  run INTEGER PRIMARY KEY,
  level INTEGER NOT NULL,
  keys INTEGER NOT NULL,
  slices INTEGER NOT NULL,
  state TEXT NOT NULL
);
CREATE TABLE key_slices (
  run INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  filter BLOB NOT NULL,
  keys BLOB NOT NULL,
  PRIMARY KEY (run, slice)
);
CREATE TABLE keyed (through INTEGER NOT NULL, generation INTEGER NOT NULL);
INSERT INTO keyed VALUES (0, 0);
`;

/**
 * `events` is the log: only ever appended to, so that a commit writes few pages however large the log is.
 * Ids and subjects come in no order, and a B-tree over them would rewrite a page for every event; `key_slices`
 * therefore holds hashes of both in sorted runs, up to `keyed.through`. What is younger is kept in memory.
 */
export const LOG_SCHEMA = `
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  topic TEXT NOT NULL,
  subject TEXT NOT NULL,
  partition INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  time TEXT NOT NULL,
  recordedat INTEGER NOT NULL,
  correlationid TEXT NOT NULL,
  causationid TEXT,
  traceparent TEXT,
  data TEXT NOT NULL
);
CREATE INDEX events_by_topic ON events (topic, position);
${KEYS_SCHEMA}
CREATE TABLE committed (
  consumer TEXT PRIMARY KEY,
  position INTEGER NOT NULL
);
CREATE TABLE partitioning (partitions INTEGER NOT NULL);
`;

export const EVENT_COLUMNS =
  'position, topic, subject, partition, id, type, version, time, recordedat, correlationid, causationid, traceparent, data';
export const EVENT_COLUMN_COUNT = 13;
