import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@vilfredo/testing';
import { type NetworkProxy, type ProxyOptions, startProxy } from './start-proxy.js';
import type { Toxic } from './toxics.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that says back what it is told, or does something else with who connects, and a proxy before it. */
async function given({
  serve = (socket: Socket) => void socket.pipe(socket),
  ...options
}: { serve?: (socket: Socket) => void } & Partial<ProxyOptions> = {}): Promise<NetworkProxy> {
  const server = await listening(serve);
  const port = (server.address() as AddressInfo).port;
  const proxy = await startProxy({ upstream: { host: '127.0.0.1', port }, ...options });
  closing.push(() => proxy.close());
  return proxy;
}

async function listening(serve: (socket: Socket) => void): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return server;
}

/** A client that knows all it has heard and how it ended. */
class Client {
  heard = '';
  readonly arrivals: number[] = [];
  error = '';
  ended = false;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.heard += text;
      this.arrivals.push(performance.now());
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code ?? 'unknown'));
    socket.on('end', () => (this.ended = true));
  }

  static async of({ port }: NetworkProxy): Promise<Client> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    closing.push(() => socket.destroy());
    await once(socket, 'connect');
    return new Client(socket);
  }

  say(text: string): this {
    this.socket.write(text);
    return this;
  }

  hears(text: string): Promise<void> {
    return eventually(() => expect(this.heard).toBe(text));
  }

  async closed(): Promise<void> {
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve));
  }
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const latency = { type: 'latency', stream: 'downstream', latency: 80 } as const;

describe('a healthy connection through the proxy', () => {
  it('given a client that speaks, then it is answered, and its end is passed on', async () => {
    const client = await Client.of(await given());
    await client.say('good day').hears('good day');
    client.socket.end();
    await client.closed();
    expect(client).toMatchObject({ ended: true, error: '' });
  });

  it('given a megabyte and more each way, then every byte arrives in order', async () => {
    const client = await Client.of(await given());
    const text = Array.from({ length: 300_000 }, (_, i) => `${i} `).join('');
    await client.say(text).hears(text);
  });

  it('given a client that does not read, then little is held and the server is not read either', async () => {
    const chunk = Buffer.alloc(65_536);
    let told = 0;
    const pour = (socket: Socket) => {
      while (told < 200_000_000 && socket.write(chunk)) told += chunk.length;
    };
    const proxy = await given({ serve: (socket) => pour(socket.on('drain', () => pour(socket))) });
    const client = await Client.of(proxy);
    client.socket.pause();
    await pause(300);
    expect(told).toBeLessThan(40_000_000);
    expect(proxy.held).toBeLessThan(4_000_000);
  });

  it('given a server that is not there, then the client is reset', async () => {
    const gone = await listening(() => undefined);
    const { port } = gone.address() as AddressInfo;
    gone.close();
    const proxy = await startProxy({ upstream: { host: '127.0.0.1', port } });
    closing.push(() => proxy.close());
    const client = await Client.of(proxy);
    await client.closed();
    expect(client.error).toBe('ECONNRESET');
    await eventually(() => expect(proxy.connections).toBe(0));
  });
});

describe('a toxic', () => {
  it('latency: delays an answer, and not once more for each that follows it', async () => {
    const proxy = await given();
    proxy.add(latency);
    const client = await Client.of(proxy);
    const ms = await took(async () => {
      for (const word of ['a', 'b', 'c', 'd', 'e']) {
        client.say(word);
        await pause(5);
      }
      await client.hears('abcde');
    });
    expect(ms).toBeGreaterThanOrEqual(79);
    expect(ms).toBeLessThan(250);
  });

  it('latency with jitter: keeps the order, whatever the delays', async () => {
    const proxy = await given({ seed: 3 });
    proxy.add({ ...latency, latency: 10, jitter: 10 });
    const client = await Client.of(proxy);
    for (let i = 0; i < 10; i++) {
      client.say(String(i));
      await pause(2);
    }
    await client.hears('0123456789');
  });

  it('is gone when it is taken away, also for what is waiting', async () => {
    const proxy = await given();
    const remove = proxy.add({ ...latency, latency: 60_000 });
    const client = await Client.of(proxy);
    client.say('held back');
    await pause(30);
    expect(client.heard).toBe('');
    remove();
    await client.hears('held back');
    expect(await took(() => client.say('!').hears('held back!'))).toBeLessThan(1_000);
  });

  it('comes over connections that are open already', async () => {
    const proxy = await given();
    const client = await Client.of(proxy);
    await client.say('a').hears('a');
    proxy.add(latency);
    expect(await took(() => client.say('b').hears('ab'))).toBeGreaterThanOrEqual(79);
  });

  it('bandwidth: lets so many kilobytes through each second', async () => {
    const proxy = await given();
    proxy.add({ type: 'bandwidth', stream: 'upstream', rate: 100 });
    const client = await Client.of(proxy);
    const text = 'x'.repeat(20_000);
    const ms = await took(() => client.say(text).hears(text));
    expect(ms).toBeGreaterThanOrEqual(190);
    expect(ms).toBeLessThan(1_000);
  });

  it('slow_close: tells the end late, and no data', async () => {
    const proxy = await given({ serve: (socket) => void socket.end('farewell') });
    proxy.add({ type: 'slow_close', stream: 'downstream', delay: 150 });
    const client = await Client.of(proxy);
    await client.hears('farewell');
    expect(client.ended).toBe(false);
    const ms = await took(() => eventually(() => expect(client.ended).toBe(true)));
    expect(ms).toBeGreaterThan(50);
  });

  it('timeout: drops everything and closes the connection in the end', async () => {
    const proxy = await given();
    proxy.add({ type: 'timeout', stream: 'upstream', timeout: 100 });
    const client = await Client.of(proxy);
    const ms = await took(() => client.say('anybody?').closed());
    expect(ms).toBeGreaterThanOrEqual(90);
    expect(client).toMatchObject({ heard: '', error: '' });
  });

  it('timeout 0: drops everything until it is taken away, and what was dropped stays so', async () => {
    const proxy = await given();
    const remove = proxy.add({ type: 'timeout', stream: 'upstream', timeout: 0 });
    const client = await Client.of(proxy);
    client.say('lost');
    await pause(50);
    remove();
    await client.say('found').hears('found');
  });

  it('reset_peer: resets the connection after data', async () => {
    const proxy = await given();
    proxy.add({ type: 'reset_peer', stream: 'upstream', timeout: 60 });
    const client = await Client.of(proxy);
    const ms = await took(() => client.say('hello').closed());
    expect(ms).toBeGreaterThanOrEqual(55);
    expect(client).toMatchObject({ heard: '', error: 'ECONNRESET' });
  });

  it('slicer: cuts an answer into pieces', async () => {
    const proxy = await given();
    proxy.add({ type: 'slicer', stream: 'downstream', average_size: 10, size_variation: 4, delay: 2_000 });
    const client = await Client.of(proxy);
    const text = 'abcdefghijklmnopqrstuvwxyz'.repeat(3);
    await client.say(text).hears(text);
    expect(client.arrivals.length).toBeGreaterThanOrEqual(4);
  });

  it('limit_data: closes the connection after so many bytes', async () => {
    const proxy = await given();
    proxy.add({ type: 'limit_data', stream: 'downstream', bytes: 7 });
    const client = await Client.of(proxy);
    await client.say('abcd').hears('abcd');
    await client.say('efgh').closed();
    expect(client.heard).toBe('abcdefg');
  });

  it('with a toxicity is at about as many connections, the same ones for the same seed', async () => {
    const reached = async (seed: number) => {
      const proxy = await given({ seed });
      proxy.add({ type: 'limit_data', stream: 'downstream', bytes: 1, toxicity: 0.5 });
      const clients: string[] = [];
      for (let i = 0; i < 30; i++) {
        const client = await Client.of(proxy);
        client.say('ab');
        await eventually(() => expect(client.heard === 'ab' || client.ended).toBe(true));
        clients.push(client.heard);
      }
      return clients;
    };
    const once = await reached(7);
    const ill = once.filter((heard) => heard === 'a').length;
    expect(ill).toBeGreaterThan(5);
    expect(ill).toBeLessThan(25);
    expect(await reached(7)).toEqual(once);
    expect(await reached(8)).not.toEqual(once);
  });

  it.each<[Toxic, string]>([
    [{ type: 'bandwidth', stream: 'upstream', rate: 0 }, 'rate'],
    [{ type: 'latency', stream: 'upstream', latency: -1 }, 'latency'],
    [{ type: 'slow_close', stream: 'upstream', delay: 1, toxicity: 2 }, 'toxicity'],
    [{ type: 'slicer', stream: 'upstream', average_size: 5, size_variation: 5 }, 'size_variation'],
  ])('that cannot be, %j, is refused by its field', async (toxic, field) => {
    const proxy = await given();
    expect(() => proxy.add(toxic)).toThrow(expect.objectContaining({ kind: 'invalid', field }));
  });
});

describe('a cut line', () => {
  it('resets who is connected and refuses who comes, until it is mended on the same port', async () => {
    const proxy = await given();
    const client = await Client.of(proxy);
    await client.say('a').hears('a');
    await proxy.cut();
    await client.closed();
    expect(client.error).toBe('ECONNRESET');
    await expect(Client.of(proxy)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.mend();
    const another = await Client.of(proxy);
    await another.say('b').hears('b');
    expect(proxy.connections).toBe(1);
  });

  it('keeps its toxics', async () => {
    const proxy = await given();
    proxy.add(latency);
    await proxy.cut();
    await proxy.mend();
    const client = await Client.of(proxy);
    expect(await took(() => client.say('a').hears('a'))).toBeGreaterThanOrEqual(79);
  });
});
