import { connect, type Socket } from 'node:net';
import type { Chance } from '../drills/chance.js';
import { Affliction } from './affliction.js';
import { Link } from './link.js';
import type { Stream, Toxic } from './toxics.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A client and the server it wanted, with the proxy between them. */
export class Connection {
  private readonly server: Socket;
  private readonly links: Readonly<Record<Stream, Link>>;
  private open = true;

  constructor(
    private readonly client: Socket,
    upstream: Address,
    private readonly chance: Chance,
    private readonly onClose: () => void,
  ) {
    this.server = connect({ ...upstream, allowHalfOpen: true, noDelay: true });
    this.links = { upstream: new Link(client, this.server), downstream: new Link(this.server, client) };
    // One end that breaks or is refused breaks the other: there is nobody to tell but the two of them.
    for (const socket of [client, this.server]) socket.on('error', () => this.reset());
    const bothEnds = [client, this.server].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    void Promise.all(bothEnds).then(() => this.closed());
    void this.links.upstream.run();
    void this.links.downstream.run();
  }

  get held(): number {
    return this.links.upstream.held + this.links.downstream.held;
  }

  /** Lets the toxic at this connection, if chance has it so. @returns lifts it */
  afflict(toxic: Toxic): () => void {
    if (!this.chance.happens(toxic.toxicity ?? 1)) return () => undefined;
    const { afflictions } = this.links[toxic.stream];
    const affliction = new Affliction(toxic, this.chance.fork(), this);
    afflictions.push(affliction);
    return () => {
      affliction.lift();
      const at = afflictions.indexOf(affliction);
      if (at >= 0) afflictions.splice(at, 1);
    };
  }

  close(): void {
    this.give((socket) => socket.destroySoon());
  }

  reset(): void {
    this.give((socket) => socket.resetAndDestroy());
  }

  /** A socket whose peer has ended and is told the end ends by itself; here it is made to, whatever is on its way. */
  private give(end: (socket: Socket) => void): void {
    this.links.upstream.close();
    this.links.downstream.close();
    for (const socket of [this.client, this.server]) if (!socket.destroyed) end(socket);
  }

  private closed(): void {
    if (!this.open) return;
    this.open = false;
    this.links.upstream.close();
    this.links.downstream.close();
    this.onClose();
  }
}
