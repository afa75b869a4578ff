import { Failure } from '@vilfredo/event-sourcing';
import mongoose, { type Connection } from 'mongoose';
import { asking, failureOfMongo, unavailable } from './mongo-failure.js';

export interface MongoViewStoreSettings {
  /** `mongodb://` or `mongodb+srv://`, with what it takes to get in. */
  readonly url: string;
  /** When not given, the one that the URL names, or `vilfredo`. */
  readonly database?: string;
  /** How many milliseconds a database that does not answer, or members that do not confirm, are waited for; up to twice that until it shows. */
  readonly timeoutMs?: number;
  /** Tells of a driver that had to be helped. */
  readonly log?: (level: 'warn', message: string, about: Readonly<Record<string, unknown>>) => void;
}

/** `timeoutMs` when none is given. */
export const standardTimeoutMs = 10_000;

/**
 * `cluster`: a replica set or a sharded cluster. `stand-in`: a server that speaks the protocol and knows no sessions, one
 * request at a time, as the one that tests use where there is no MongoDB.
 */
export type ServerKind = 'cluster' | 'stand-in';

/**
 * @throws Failure `invalid` on `url` when it is none, `unavailable` when nobody answers there
 */
export async function connect(settings: MongoViewStoreSettings): Promise<Connection> {
  const { url, timeoutMs = standardTimeoutMs } = settings;
  const connection = opened(url, {
    dbName: settings.database ?? databaseIn(url) ?? 'vilfredo',
    appName: 'vilfredo',
    // What is acknowledged is in the journal of most members, also when the URL says otherwise.
    w: 'majority',
    journal: true,
    wtimeoutMS: timeoutMs,
    serverSelectionTimeoutMS: timeoutMs,
    waitQueueTimeoutMS: timeoutMs,
    // No limit for a single request, as an index may take long: a server that has fallen silent is noticed by its heartbeat,
    // and what it was asked fails then.
    connectTimeoutMS: timeoutMs,
    heartbeatFrequencyMS: timeoutMs,
    autoCreate: false,
    autoIndex: false,
    bufferCommands: false,
  });
  try {
    await connection.asPromise();
    assertDurable(connection.getClient().writeConcern);
    return connection;
  } catch (error) {
    await connection.destroy();
    throw notConnected(error);
  }
}

/** An old name in a URL can still get the better of an option. */
function assertDurable(writeConcern: mongoose.mongo.WriteConcern | undefined): void {
  if (writeConcern?.w === 'majority' && writeConcern.journal === true) return;
  throw new Failure('invalid', 'asks for writes that are lost with one server', { field: 'url' });
}

function opened(url: string, options: mongoose.ConnectOptions): Connection {
  try {
    return mongoose.createConnection(url, options);
  } catch (error) {
    throw notConnected(error);
  }
}

/** Names that are not resolved and certificates that are not accepted are told by Node itself. */
function notConnected(error: unknown): Failure {
  const failure = wrongUrl(error) ?? failureOfMongo(error);
  return failure instanceof Failure ? failure : unavailable('no database can be reached', error);
}

/** Without the cause: the driver quotes the URL, and a password may be in it. */
function wrongUrl(error: unknown): Failure | undefined {
  // By name, as some are of a package that the driver brings along.
  const names = ['MongoParseError', 'MongoInvalidArgumentError', 'MongoAPIError', 'MongoMissingCredentialsError'];
  if (!(error instanceof Error && names.includes(error.name))) return undefined;
  return new Failure('invalid', 'is no connection string of MongoDB', { field: 'url' });
}

function databaseIn(url: string): string | undefined {
  return /^[^/]+\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
}

/** Asked as drivers ask when they shake hands, which every server answers. */
export async function serverKind(connection: Connection): Promise<ServerKind> {
  return kindOf(await asking(() => databaseOf(connection).admin().command({ ismaster: 1 })));
}

/** @throws Failure `invalid` for a MongoDB server on its own: it cannot show a collection as of one moment */
export function kindOf(hello: Readonly<Record<string, unknown>>): ServerKind {
  if (hello.setName !== undefined || hello.msg === 'isdbgrid') return 'cluster';
  if (hello.logicalSessionTimeoutMinutes === undefined) return 'stand-in';
  throw new Failure(
    'invalid',
    'leads to a MongoDB server on its own: make it a replica set, if need be of one member',
    {
      field: 'url',
    },
  );
}

export function databaseOf(connection: Connection): mongoose.mongo.Db {
  if (connection.db === undefined) throw new Failure('unavailable', 'the view store is closed');
  return connection.db;
}
