import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Chance } from '../drills/chance.js';
import { type Address, Connection } from './connection.js';
import { refuseImpossible, type Toxic } from './toxics.js';

export interface ProxyOptions {
  /** Where connections are passed on to; connected to anew for each of them. */
  readonly upstream: Address;
  /** What chance follows from: toxicity, jitter, sizes of slices. 1 when not given. */
  readonly seed?: number;
  /** A free one when not given. */
  readonly port?: number;
}

/** A TCP proxy on 127.0.0.1 whose connections can be made to suffer. */
export interface NetworkProxy {
  readonly port: number;
  /** Connections that are open. */
  readonly connections: number;
  /** Bytes on their way, of all connections; bounded per connection. */
  readonly held: number;
  /**
   * Lets a toxic at the connections there are and at those to come. @returns takes it away again
   * @throws Failure `invalid` naming the field that is out of range
   */
  add(toxic: Toxic): () => void;
  /** Resets every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Takes connections again, on the same port. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

interface Present {
  readonly toxic: Toxic;
  readonly lifts: Map<Connection, () => void>;
}

export async function startProxy({ upstream, seed = 1, port = 0 }: ProxyOptions): Promise<NetworkProxy> {
  const chance = new Chance(seed);
  const present = new Set<Present>();
  const connections = new Set<Connection>();
  const accept = (client: Socket) => {
    const connection = new Connection(client, upstream, chance.fork(), () => {
      connections.delete(connection);
      for (const { lifts } of present) lifts.delete(connection);
    });
    connections.add(connection);
    for (const { toxic, lifts } of present) lifts.set(connection, connection.afflict(toxic));
  };
  let server = await listen(accept, port);
  const ownPort = (server.address() as AddressInfo).port;
  const cut = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const connection of connections) connection.reset();
    await closed;
  };
  return {
    port: ownPort,
    get connections() {
      return connections.size;
    },
    get held() {
      return connections.values().reduce((sum, { held }) => sum + held, 0);
    },
    add(toxic) {
      refuseImpossible(toxic);
      const added: Present = { toxic, lifts: new Map() };
      present.add(added);
      for (const connection of connections) added.lifts.set(connection, connection.afflict(toxic));
      return () => {
        present.delete(added);
        for (const lift of added.lifts.values()) lift();
      };
    },
    cut,
    async mend() {
      if (!server.listening) server = await listen(accept, ownPort);
    },
    close: cut,
  };
}

async function listen(accept: (client: Socket) => void, port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
