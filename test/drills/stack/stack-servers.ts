import { join } from 'node:path';
import {
  freePort,
  type LocalDatabase,
  type LocalServer,
  startKafka,
  startKafkaCluster,
  startMongo,
} from '@vilfredo/local-stack';
import { type NetworkProxy, startProxy } from '../../network-proxy/start-proxy.js';
import { leftovers } from '../leftovers.js';

export interface ServersWanted {
  /** Where what they keep and print goes. */
  readonly folder: string;
  /** Whether views outlive the database's process; absent, they are in memory. */
  readonly isDurable?: boolean;
  /** Brokers that keep copies of each other's partitions; one when absent. Several are not proxied. */
  readonly nodes?: number;
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
    /** At least one. */
    readonly nodes: readonly LocalServer[],
    readonly database: LocalDatabase,
    /** Between services and servers, when asked for: broker first. */
    readonly proxies: readonly NetworkProxy[],
    /** Where services find the servers. */
    readonly brokers: string,
    readonly databaseUrl: string,
  ) {}

  /** @throws NoServers */
  static async start({
    folder,
    isDurable = false,
    isProxied = false,
    nodes = 1,
    seed,
  }: ServersWanted): Promise<StackServers> {
    const [port, databasePort] = [await freePort(), await freePort()];
    const upstreams = isProxied ? [port, databasePort] : [];
    const proxies = await Promise.all(
      upstreams.map((to, i) => startProxy({ upstream: { host: '127.0.0.1', port: to }, seed: seed + i })),
    );
    const [brokerPort = port, shownDatabasePort = databasePort] = proxies.map((proxy) => proxy.port);
    const [ofKafka, ofMongo] = await Promise.allSettled([
      nodes > 1 ? startKafkaCluster(nodes) : one(port, brokerPort, join(folder, 'kafka')),
      startMongo({ port: databasePort, ...(isDurable ? { dataFile: join(folder, 'mongo', 'views.mv') } : {}) }),
    ]);
    if (ofKafka.status === 'rejected' || ofMongo.status === 'rejected') {
      const stopping = [ofKafka, ofMongo].map(
        async (outcome) => outcome.status === 'fulfilled' && outcome.value.stop(),
      );
      await Promise.all([...stopping, ...proxies.map((proxy) => proxy.close())]);
      const cause: unknown = ofKafka.status === 'rejected' ? ofKafka.reason : (ofMongo as PromiseRejectedResult).reason;
      throw new NoServers(String(cause), { cause });
    }
    const url = `mongodb://127.0.0.1:${shownDatabasePort}/?directConnection=true`;
    const [kafka, database] = [ofKafka.value, ofMongo.value];
    leftovers.add(() => void [...kafka.nodes, database].map(({ kill }) => kill()));
    return new StackServers(kafka.nodes, database, proxies, kafka.brokers.join(), url);
  }

  /** The first of them. */
  get broker(): LocalServer {
    return this.nodes[0]!;
  }

  async stop(): Promise<void> {
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    await Promise.all([this.database, ...this.nodes].map((server) => server.stop()));
  }
}

/** A broker that is shown at a port which may be another's. */
async function one(port: number, advertisedPort: number, dataFolder: string) {
  const broker = await startKafka({ port, advertisedPort, dataFolder });
  return { brokers: [`127.0.0.1:${advertisedPort}`], nodes: [broker], stop: () => broker.stop() };
}
