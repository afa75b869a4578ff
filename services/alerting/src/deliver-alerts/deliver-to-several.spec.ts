import type { ViewStore } from '@vilfredo/event-sourcing';
import { Failure } from '@vilfredo/event-sourcing';
import { eventually } from '@vilfredo/testing';
import { DeliveryTrial, raise, webhookTo } from '../../test/deliver-alerts/delivery-trial.js';
import {
  otherSecret,
  type Reply,
  type WebhookServer,
  webhookServer,
} from '../../test/deliver-alerts/webhook-server.js';
import type { Delivery } from './delivery.js';
import { readSecrets } from './webhook/sign-webhook.js';

describe('several receivers', () => {
  const servers: WebhookServer[] = [];
  const others: Delivery[] = [];
  let trial: DeliveryTrial;
  const aServer = async (...args: Parameters<typeof webhookServer>) => {
    const server = await webhookServer(...args);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const other of others.splice(0)) await other.stop();
    await trial.close();
    for (const server of servers.splice(0)) await server.close();
  });

  it('given each its own types and topics, tells each what it asked for', async () => {
    const [one, other] = [await aServer(), await aServer()];
    trial = await DeliveryTrial.begin({
      receivers: [webhookTo(one.url), webhookTo(other.url, { name: 'bi', topics: ['scores'], types: ['TierChanged'] })],
    });
    const score = (id: string, type: string) => ({ ...raise(id), topic: 'scores', type, data: '{"seq":1}' });
    await trial.log.append([raise(1), score('s-1', 'TierChanged'), score('s-2', 'ValueChanged')]);
    await trial.delivered(1, 'crm');
    await trial.delivered(1, 'bi');
    expect(one.taken.map(({ id }) => id)).toEqual(['raised-1']);
    expect(other.taken.map(({ type }) => type)).toEqual(['TierChanged']);
    expect(await trial.notices()).toHaveLength(1);
  });

  it.each([
    ['refuses', 500],
    ['never answers', () => undefined],
  ] as const)(
    'given one that %s, delays the other by less than 5 %%',
    async (_, reply) => {
      const spans = { alive: [] as number[], dead: [] as number[] };
      const ratio = () => Math.min(...spans.dead) / Math.min(...spans.alive);
      // a machine that is busy with something else gets another chance
      for (let round = 0; round < 6 && !(ratio() < 1.05); round++) {
        spans.alive.push(await span(() => 204));
        spans.dead.push(await span(() => reply));
      }
      expect(ratio()).toBeLessThan(1.05);
    },
    60_000,
  );

  /** How long 100 alerts, one every 10 ms, take to their receiver, beside another that answers so; ms. */
  async function span(reply: () => Reply): Promise<number> {
    const [good, beside] = [await aServer(), await aServer(reply)];
    trial = await DeliveryTrial.begin({
      receivers: [webhookTo(good.url), webhookTo(beside.url, { name: 'beside' })],
      parts: { saveEveryMs: 200 },
    });
    const begun = performance.now();
    for (let i = 0; i < 100; i++) {
      const wait = begun + i * 10 - performance.now();
      if (wait > 0) await trial.turn(wait);
      await trial.log.append([raise(i)]);
    }
    await eventually(() => expect(good.taken).toHaveLength(100), { every: 1 });
    await trial.close();
    return good.taken.at(-1)!.at - begun;
  }

  it('given a receiver that is slow, has no more than its number of requests under way, and one per customer', async () => {
    let underWay = 0;
    let mostOfOne = 0;
    const server = await aServer(() => (received, answer) => {
      if (received.customerId === 'anna') mostOfOne = Math.max(mostOfOne, ++underWay);
      setTimeout(() => {
        if (received.customerId === 'anna') underWay--;
        answer.writeHead(200).end();
      }, 20);
    });
    trial = await DeliveryTrial.begin({ receivers: [webhookTo(server.url)], channel: { slots: 4 } });
    await trial.log.append(Array.from({ length: 40 }, (_, i) => raise(i, i % 2 === 0 ? 'anna' : `customer-${i}`)));
    await trial.delivered(40);
    expect(server.mostAtOnce).toBe(4);
    expect(mostOfOne).toBe(1);
    const anna = server.received.filter(({ customerId }) => customerId === 'anna').map(({ id }) => id);
    expect(anna).toEqual(Array.from({ length: 20 }, (_, i) => `raised-${2 * i}`));
  });

  it('given two secrets, signs with both, so that a receiver may know the old one or the new', async () => {
    const [old, renewed] = [await aServer(), await aServer(undefined, otherSecret)];
    const secrets = readSecrets(`${otherSecret} whsec_${Buffer.alloc(32, 7).toString('base64')}`)!;
    trial = await DeliveryTrial.begin({
      receivers: [webhookTo(old.url, { secrets }), webhookTo(renewed.url, { name: 'renewed', secrets })],
    });
    await trial.log.append([raise(1)]);
    await trial.delivered(1, 'crm');
    await trial.delivered(1, 'renewed');
    expect([old.forged, renewed.forged]).toEqual([[], []]);
  });

  it('given a wrong secret, is refused and tries again', async () => {
    const server = await aServer(undefined, otherSecret);
    trial = await DeliveryTrial.begin({ receivers: [webhookTo(server.url)] });
    await trial.log.append([raise(1)]);
    await eventually(async () => expect((await trial.status()).lastError?.reason).toBe('answered 401'));
    expect(server.forged).toHaveLength(1);
  });

  it('given a process that dies after sending and before writing it down, sends again with the same id, and notes it once', async () => {
    const server = await aServer();
    trial = await DeliveryTrial.begin({
      receivers: [webhookTo(server.url)],
      parts: { owner: 'first', saveEveryMs: 600_000 },
    });
    await trial.log.append([raise(1), raise(2)]);
    await eventually(() => expect(server.taken).toHaveLength(2));
    const second = trial.another({ owner: 'second', saveEveryMs: 10 });
    others.push(second);
    await second.start();
    await trial.turn(100);
    expect(server.taken).toHaveLength(2);
    await trial.pass(61_000);
    await trial.delivered(2);
    expect(server.taken.map(({ id }) => id).sort()).toEqual(['raised-1', 'raised-1', 'raised-2', 'raised-2']);
    expect(await trial.notices()).toHaveLength(2);
    await trial.log.append([raise(3)]);
    await trial.delivered(3);
    expect(server.taken.filter(({ id }) => id === 'raised-3')).toHaveLength(1);
  });

  it('never writes down that something is delivered before that is noted', async () => {
    const server = await aServer();
    const written: { delivered: number; noted: number }[] = [];
    trial = await DeliveryTrial.begin({ receivers: [] });
    const watched: ViewStore = {
      close: () => trial.store.close(),
      collection: async (definition) => {
        const views = await trial.store.collection(definition);
        if (definition.name !== 'receivers') return views;
        const save: typeof views.save = async (saves) => {
          const { delivered } = JSON.parse(saves[0]!.body) as { delivered: number };
          written.push({ delivered, noted: (await trial.notices()).length });
          return views.save(saves);
        };
        return new Proxy(views, { get: (target, name) => (name === 'save' ? save : bound(target, name)) });
      },
    };
    const receivers = [webhookTo(server.url)];
    const delivery = trial.another({ receivers, store: watched, saveEveryMs: 1 });
    others.push(delivery);
    await delivery.start();
    await trial.log.append(Array.from({ length: 120 }, (_, i) => raise(i)));
    await eventually(async () => expect((await delivery.list())[0]!.delivered).toBe(120));
    expect(written.length).toBeGreaterThan(3);
    for (const { delivered, noted } of written) expect(noted).toBeGreaterThanOrEqual(delivered);
  });

  it('given a medium that fails after sending, loses nothing and goes on when it is back', async () => {
    const server = await aServer();
    let isBroken = false;
    const breaking = (store: ViewStore): ViewStore => ({
      close: () => store.close(),
      collection: async (definition) => {
        const views = await store.collection(definition);
        const save: typeof views.save = (saves) => {
          if (isBroken) throw new Failure('unavailable', 'the disk is full');
          return views.save(saves);
        };
        return new Proxy(views, { get: (target, name) => (name === 'save' ? save : bound(target, name)) });
      },
    });
    trial = await DeliveryTrial.begin({ receivers: [] });
    const delivery = trial.another({
      receivers: [webhookTo(server.url)],
      store: breaking(trial.store),
      channelOf: trial.channelOf,
    });
    others.push(delivery);
    await delivery.start();
    await trial.log.append([raise(1)]);
    await eventually(async () => expect((await delivery.list())[0]!.delivered).toBe(1));
    isBroken = true;
    await trial.log.append([raise(2)]);
    await eventually(() => expect(server.taken).toHaveLength(2));
    await trial.turn(300);
    isBroken = false;
    await trial.log.append([raise(3)]);
    await eventually(async () => expect((await delivery.list())[0]!.lag.events).toBe(0));
    expect(new Set(server.taken.map(({ id }) => id))).toEqual(new Set(['raised-1', 'raised-2', 'raised-3']));
    expect((await trial.notices()).length).toBe(3);
  });
});

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? value.bind(target) : value;
}
