import { anEvent, eventually } from '@vilfredo/testing';
import { DeliveryTrial, raise, webhookTo } from '../../test/deliver-alerts/delivery-trial.js';
import { type WebhookServer, webhookServer } from '../../test/deliver-alerts/webhook-server.js';

describe('the way from the log to a receiver', () => {
  const servers: WebhookServer[] = [];
  let trial: DeliveryTrial;
  beforeEach(async () => {
    servers.push(await webhookServer(), await webhookServer());
    trial = await DeliveryTrial.begin({
      receivers: servers.map(({ url }, i) => webhookTo(url, { name: `receiver-${i}` })),
      parts: { saveEveryMs: 200, tickMs: 1_000 },
      live: true,
    });
  });
  afterEach(async () => {
    await trial.close();
    for (const server of servers.splice(0)) await server.close();
  });

  /** Of two seconds with 500 events each, every tenth of them an alert: from durable to received, ms, in order. */
  async function spent(round: number): Promise<readonly number[]> {
    const durable = new Map<string, number>();
    const appends: Promise<unknown>[] = [];
    const begun = performance.now();
    for (let i = 0; i < 1_000; i++) {
      const wait = begun + i * 2 - performance.now();
      if (wait > 0) await trial.turn(wait);
      const event = i % 10 === 0 ? raise(`${round}-${i}`) : anEvent({ subject: `customer-${i}` });
      appends.push(trial.log.append([event]).then(() => durable.set(event.id, performance.now())));
    }
    await Promise.all(appends);
    const received = servers[0]!.taken;
    await eventually(() => expect(received).toHaveLength((round + 1) * 100), { timeout: 20_000 });
    return received
      .slice(round * 100)
      .map(({ id, at }) => at - durable.get(id)!)
      .sort((one, other) => one - other);
  }

  it('given 500 events a second, a tenth of them alerts, takes 250 ms at most for 99 of 100', async () => {
    const p99s: number[] = [];
    // a machine that is busy with something else gets another chance
    for (let round = 0; round < 5 && Math.min(...p99s, 1_000) > 250; round++) p99s.push((await spent(round))[98]!);
    expect(Math.min(...p99s)).toBeLessThanOrEqual(250);
  }, 90_000);
});
