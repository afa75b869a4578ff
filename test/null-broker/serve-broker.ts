import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { BrokerState } from './broker-state.js';
import { converse } from './converse.js';
import type { TopicTable } from './topic-table.js';

const host = '127.0.0.1';

export interface ServedBroker {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** A free one when not given. */
  readonly port?: number;
  /** A client sent what is not understood, and was hung up on. */
  readonly onTrouble: (error: RangeError) => void;
}

/** Serves topics to Kafka clients, in this process. */
export async function serveBroker(topics: TopicTable, { port = 0, onTrouble }: ServeOptions): Promise<ServedBroker> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true });
  server.listen(port, host);
  await once(server, 'listening');
  const ownPort = (server.address() as AddressInfo).port;
  const state = new BrokerState(topics, host, ownPort);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    converse(socket, state).catch((error: unknown) => {
      // Anything else is the network's: the client is gone already.
      if (error instanceof RangeError) onTrouble(error);
      socket.destroy();
    });
  });
  return {
    port: ownPort,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
