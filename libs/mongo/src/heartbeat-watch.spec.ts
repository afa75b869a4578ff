import { setTimeout as pause } from 'node:timers/promises';
import { describeWithDatabase } from '@vilfredo/local-stack';
import { eventually } from '@vilfredo/testing';
import mongoose from 'mongoose';
import { HeartbeatWatch } from './heartbeat-watch.js';
import { openMongoViewStore } from './mongo-view-store.js';

const { MongoClient } = mongoose.mongo;
const patienceMs = 300;

/** As far as the driver's own parts are reached into, to bring its fault about. */
interface DriverParts {
  readonly topology: {
    readonly s: {
      readonly servers: ReadonlyMap<
        string,
        { readonly monitor: { readonly connection: { readonly socket: { destroy(): void } } }; requestCheck(): void }
      >;
    };
  };
}

describeWithDatabase('a driver that waits for a heartbeat for ever', (database) => {
  let client: mongoose.mongo.MongoClient;
  let watch: HeartbeatWatch;
  const told: string[] = [];
  const ping = () => client.db('admin').command({ ping: 1 }, { timeoutMS: 500 });

  beforeEach(async () => {
    told.length = 0;
    // Seldom, so that it is the driver's request that finds the connection destroyed.
    const settings = { heartbeatFrequencyMS: 60_000, serverSelectionTimeoutMS: 1_000 };
    client = new MongoClient(database().url, { ...settings, directConnection: true });
    watch = new HeartbeatWatch({ client, patienceMs, log: (_, message) => told.push(message) });
    await client.connect();
    await ping();
    // Sooner after the one before, the driver puts the heartbeat off.
    await pause(600);
  });
  afterEach(async () => {
    await watch.end();
    await client.close();
  });

  it('given a connection destroyed as its server falls, when it was asked for a heartbeat, then the driver connects anew', async () => {
    loseHeartbeat(client);

    await eventually(async () => expect(told).toEqual(['the driver lost its heartbeat; connecting anew']));
    await eventually(async () => expect(await ping()).toMatchObject({ ok: 1 }), { timeout: 10_000, every: 50 });
  }, 20_000);

  it('given that nobody watches, when it was asked so, then it neither has an answer nor gives up: the fault that is made good', async () => {
    await watch.end();
    const ends: string[] = [];
    client.on('serverHeartbeatSucceeded', () => ends.push('succeeded'));
    client.on('serverHeartbeatFailed', () => ends.push('failed'));

    loseHeartbeat(client);

    await pause(1_000);
    expect(ends).toEqual([]);
  });
});

describeWithDatabase('a driver whose heartbeats are answered', (database) => {
  it('given many of them, when time goes by, then nothing is connected anew', async () => {
    const told: string[] = [];
    const log = (_: 'warn', message: string) => void told.push(message);
    const store = await openMongoViewStore({ url: database().url, timeoutMs: 100, log });
    await pause(1_000);
    await store.close();
    expect(told).toEqual([]);
  });
});

/** What a falling server does to whoever asks at the wrong moment: the socket is destroyed, and its end not yet told. */
function loseHeartbeat(client: mongoose.mongo.MongoClient): void {
  const { topology } = client as unknown as DriverParts;
  for (const server of topology.s.servers.values()) {
    server.monitor.connection.socket.destroy();
    server.requestCheck();
  }
}
