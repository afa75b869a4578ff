import type mongoose from 'mongoose';

type Client = mongoose.mongo.MongoClient;

/** Between two attempts to connect; each of them takes as long as the driver looks for a server. */
const pauseMs = 500;

export interface HeartbeatWatchSettings {
  readonly client: Client;
  /** Longer than any heartbeat may take, by the driver's own settings, ms. */
  readonly patienceMs: number;
  readonly log: (level: 'warn', message: string, about: Readonly<Record<string, unknown>>) => void;
}

/**
 * Connects a driver anew that waits for a heartbeat for ever. It asks on the connection that it has; when the server has
 * just fallen, that one may be destroyed and not yet known to be closed, and then the driver (7.8 and 7.9 do) waits until a
 * socket drains that never will, past all of its limits. To the application no server is there any more.
 */
export class HeartbeatWatch {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private reconnecting: Promise<void> | undefined;
  private ended = false;

  constructor(private readonly settings: HeartbeatWatchSettings) {
    const { client, patienceMs } = settings;
    client.on('serverHeartbeatStarted', ({ connectionId }) => {
      this.answered(connectionId);
      if (!this.ended)
        this.waiting.set(connectionId, setTimeout(() => this.reconnect(connectionId), patienceMs).unref());
    });
    client.on('serverHeartbeatSucceeded', ({ connectionId }) => this.answered(connectionId));
    client.on('serverHeartbeatFailed', ({ connectionId }) => this.answered(connectionId));
  }

  /** Resolves when it no longer touches the driver. */
  async end(): Promise<void> {
    this.ended = true;
    for (const server of this.waiting.keys()) this.answered(server);
    await this.reconnecting;
  }

  private answered(server: string): void {
    clearTimeout(this.waiting.get(server));
    this.waiting.delete(server);
  }

  private reconnect(server: string): void {
    const { log, patienceMs } = this.settings;
    log('warn', 'the driver lost its heartbeat; connecting anew', { server, waitedMs: patienceMs });
    this.reconnecting ??= this.connectAnew().finally(() => {
      this.reconnecting = undefined;
    });
  }

  /** Whatever goes on meanwhile fails as unavailable. A client that was closed connects only when it is told to. */
  private async connectAnew(): Promise<void> {
    const { client, log } = this.settings;
    for (let isClosed = false; !this.ended; ) {
      try {
        if (!isClosed) await client.close();
        isClosed = true;
        await client.connect();
        return;
      } catch (error) {
        // By its kind alone: the driver may quote the URL.
        log('warn', 'not connected yet', { error: (error as Error).name });
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }
}
