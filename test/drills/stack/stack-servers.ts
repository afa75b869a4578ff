import { join } from 'node:path';
import { freePort, type LocalBroker, type LocalDatabase, startKafka, startMongo } from '@vilfredo/local-stack';
import { type NetworkProxy, startProxy } from '../../network-proxy/start-proxy.js';
import { leftovers } from '../leftovers.js';

export interface ServersWanted {
  /** Where what they keep and print goes. */
  readonly folder: string;
  /** Whether views outlive the database's process; absent, they are in memory. */
  readonly isDurable?: boolean;
  /** Whether all that services say to them goes through a proxy each. */
  readonly isProxied?: boolean;
  /** What chance in the proxies follows from. */
  readonly seed: number;
}

/** No broker or no database is to be had here: Java or Maven is missing, or they do not start. */
export class NoServers extends Error {
  override readonly name = 'NoServers';
}

/** A broker and a database of one's own, to be tormented. */
export class StackServers {
  private constructor(
    readonly broker: LocalBroker,
    readonly database: LocalDatabase,
    /** Between services and servers, when asked for: broker first. */
    readonly proxies: readonly NetworkProxy[],
    /** Where services find the servers. */
    readonly brokers: string,
    readonly databaseUrl: string,
  ) {}

  /** @throws NoServers */
  static async start({ folder, isDurable = false, isProxied = false, seed }: ServersWanted): Promise<StackServers> {
    const [port, databasePort] = [await freePort(), await freePort()];
    const upstreams = isProxied ? [port, databasePort] : [];
    const proxies = await Promise.all(
      upstreams.map((to, i) => startProxy({ upstream: { host: '127.0.0.1', port: to }, seed: seed + i })),
    );
    const [brokerPort = port, shownDatabasePort = databasePort] = proxies.map((proxy) => proxy.port);
    const started = await Promise.allSettled([
      startKafka({ port, advertisedPort: brokerPort, dataFolder: join(folder, 'kafka') }),
      startMongo({ port: databasePort, ...(isDurable ? { dataFile: join(folder, 'mongo', 'views.mv') } : {}) }),
    ]);
    const [broker, database] = started.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : undefined));
    const failed = started.find((outcome) => outcome.status === 'rejected');
    if (broker === undefined || database === undefined) {
      await Promise.all([broker?.stop(), database?.stop(), ...proxies.map((proxy) => proxy.close())]);
      throw new NoServers(String(failed?.reason), { cause: failed?.reason });
    }
    const url = `mongodb://127.0.0.1:${shownDatabasePort}/?directConnection=true`;
    const both = [broker as LocalBroker, database as LocalDatabase] as const;
    leftovers.add(() => void both.map(({ kill }) => kill()));
    return new StackServers(...both, proxies, `127.0.0.1:${brokerPort}`, url);
  }

  async stop(): Promise<void> {
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    await Promise.all([this.database.stop(), this.broker.stop()]);
  }
}
