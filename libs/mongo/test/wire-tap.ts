import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of a request: it passes, it never arrives, or its answer never does. The connection breaks in the last two. */
export type Fate = 'passes' | 'is lost' | 'is done and its answer lost';

/** Stands between a driver and the database, sees the names of the commands that pass, and decides what becomes of them. */
export class WireTap {
  /** Names of the commands that came by, in their order; heartbeats among them. */
  readonly commands: string[] = [];
  fateOf: (command: string) => Fate = () => 'passes';
  /** While this holds nothing is passed on, and nothing breaks. */
  silent = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async before(url: string): Promise<WireTap> {
    const server = createServer();
    const tap = new WireTap(server, new URL(url));
    server.on('connection', (client) => tap.join(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return tap;
  }

  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const database = connect({ host: this.target.hostname, port: Number(this.target.port) });
    const cut = () => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) {
      this.sockets.add(socket);
      socket.on('error', cut).on('close', () => {
        this.sockets.delete(socket);
        cut();
      });
    }
    let loseAnswer = false;
    let rest: Buffer = Buffer.alloc(0);
    client.on('data', (bytes: Buffer) => {
      if (this.silent) return;
      const [messages, incomplete] = messagesIn(Buffer.concat([rest, bytes]));
      rest = incomplete;
      for (const message of messages) {
        const fate = this.decide(message);
        if (fate === 'is lost') return cut();
        loseAnswer = fate === 'is done and its answer lost';
        database.write(message);
      }
    });
    database.on('data', (bytes: Buffer) => {
      if (loseAnswer) cut();
      else if (!this.silent) client.write(bytes);
    });
  }

  private decide(message: Buffer): Fate {
    const command = commandOf(message);
    this.commands.push(command);
    return this.fateOf(command);
  }
}

/** The whole messages at the beginning of what has arrived, each with its length in front, and what follows them. */
function messagesIn(bytes: Buffer): readonly [readonly Buffer[], Buffer] {
  const messages: Buffer[] = [];
  let from = 0;
  while (bytes.length - from >= 4 && bytes.length - from >= bytes.readInt32LE(from)) {
    const end = from + bytes.readInt32LE(from);
    messages.push(bytes.subarray(from, end));
    from = end;
  }
  return [messages, bytes.subarray(from)];
}

/**
 * The first name in the document of an OP_MSG, which comes after the header (16 bytes), flags (4), kind of section (1),
 * length of the document (4) and type of its first field (1); empty for the older form, used in handshakes only.
 */
function commandOf(message: Buffer): string {
  const isMessage = message.readInt32LE(12) === 2013;
  return isMessage ? message.toString('utf8', 26, message.indexOf(0, 26)) : '';
}
