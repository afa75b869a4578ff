import { setTimeout as pause } from 'node:timers/promises';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { createApp, listen } from '@vilfredo/service';
import {
  addressesOf,
  type Behind,
  type GatewayOnTrial,
  startBehind,
  startGateway,
  stopBehind,
} from '../../test/gateway.js';

const recorded: string[] = [];

@Controller('orders')
class OrdersController {
  @Post()
  @HttpCode(202)
  async record(@Body() { id }: { id: string }) {
    await pause(2);
    recorded.push(id);
    return { accepted: 1 };
  }
}

@Module({ controllers: [OrdersController] })
class OrdersModule {}

interface Seen {
  readonly acknowledged: string[];
  /** Statuses that told to come back, and when. */
  readonly told: number[];
  readonly unforeseen: string[];
}

describe('a service that restarts under load', () => {
  let behind: Behind;
  let gateway: GatewayOnTrial;

  beforeEach(async () => {
    behind = await startBehind();
    await behind.ingestion.kill();
    gateway = await startGateway(addressesOf(behind));
  });

  afterEach(async () => {
    await gateway.stopIntake();
    await stopBehind(behind);
  });

  const startService = async () => {
    const app = await createApp({ parts: gateway.parts, imports: [OrdersModule] });
    await listen(app, { host: '127.0.0.1', port: Number(behind.ingestion.url.port), authentication: false });
    return app;
  };

  /** Sends until told to stop; comes back when told to, with the same order. */
  const send = async (sender: string, seen: Seen, over: AbortSignal) => {
    for (let n = 0; !over.aborted; n += 1) {
      const id = `${sender}-${n}`;
      for (let done = false; !done; ) {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${gateway.address}/orders`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ id }),
        });
        await answer.arrayBuffer();
        const retryAfter = Number(answer.headers.get('retry-after'));
        done = answer.status === 202;
        if (done) seen.acknowledged.push(id);
        else if (answer.status === 503 && retryAfter > 0) {
          seen.told.push(retryAfter);
          await pause(retryAfter * 1_000);
        } else seen.unforeseen.push(`${answer.status}`);
      }
    }
  };

  it('given senders who come back when told to, when it restarts, then they see no other 5xx, and what was acknowledged is there', async () => {
    const seen: Seen = { acknowledged: [], told: [], unforeseen: [] };
    const over = new AbortController();
    let app = await startService();
    const senders = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((sender) => send(sender, seen, over.signal));
    for (let restart = 0; restart < 3; restart += 1) {
      await pause(400);
      await app.close();
      await pause(100);
      app = await startService();
      await pause(2_000);
    }
    over.abort();
    await Promise.all(senders);
    await app.close();

    expect(seen.unforeseen).toEqual([]);
    expect(seen.told.length).toBeGreaterThan(0);
    expect(seen.acknowledged.length).toBeGreaterThan(100);
    const there = new Set(recorded);
    expect(seen.acknowledged.filter((id) => !there.has(id))).toEqual([]);
  });
});
