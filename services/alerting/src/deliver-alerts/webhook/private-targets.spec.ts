import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookTo } from '../../../test/deliver-alerts/delivery-trial.js';
import { type WebhookServer, webhookServer } from '../../../test/deliver-alerts/webhook-server.js';
import type { Resolve } from './post-webhook.http.js';
import { isPublicAddress, isPublicHost } from './public-address.ipaddr.js';
import { WebhookChannel } from './webhook-channel.http.js';

const privateTarget = { delivered: false, reason: 'the address is private, and private targets are not allowed' };
const resolvingTo =
  (...addresses: string[]): Resolve =>
  (_name, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

async function sendTo(url: string, resolve?: Resolve, allowPrivateTargets = false) {
  const settings = { allowPrivateTargets, machine: () => Date.now(), timeoutMs: 1_000 };
  const channel = new WebhookChannel(webhookTo(url), resolve === undefined ? settings : { ...settings, resolve });
  const outcome = await channel.sendTest('test_1', new AbortController().signal);
  channel.close();
  return outcome;
}

describe('addresses', () => {
  it.each([
    '127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '0.0.0.0',
    '224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '168.63.129.16', '::1', '::', '::ffff:127.0.0.1',
    '::ffff:10.0.0.1', '::127.0.0.1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', 'fec0::1',
    '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'no address', '',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false)); // biome-ignore format: a list

  it.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['http://2130706433/', 'http://0177.0.0.1/', 'http://0x7f.1/', 'http://127.1/', 'http://[::ffff:7f00:1]/'])(
    'the host of %s is not public, however it is written',
    (url) => expect(isPublicHost(new URL(url).hostname)).toBe(false),
  );
});

describe('a webhook to a private target', () => {
  let server: WebhookServer;
  let connections = 0;
  let listener: Server;
  beforeAll(async () => {
    server = await webhookServer();
    listener = createServer((_, answer) => void answer.end());
    listener.on('connection', () => connections++);
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await server.close();
    await new Promise((resolve) => listener.close(resolve));
  });
  const port = () => (listener.address() as AddressInfo).port;

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', '2130706433', '0177.0.0.1', '0x7f.0.0.1'])(
    'given the host %s, is refused without a connection',
    async (host) => {
      expect(await sendTo(`https://${host}:${port()}/`)).toEqual(privateTarget);
      expect(connections).toBe(0);
    },
  );

  it.each([['127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['169.254.169.254'], ['8.8.8.8', '10.0.0.1']])(
    'given a name that resolves to %s, is refused without a connection',
    async (...addresses) => {
      expect(await sendTo(`https://hooks.example.com:${port()}/`, resolvingTo(...addresses))).toEqual(privateTarget);
      expect(connections).toBe(0);
    },
  );

  it('given the name localhost and the machine’s own look-up, is refused', async () => {
    expect(await sendTo(`https://localhost:${port()}/`)).toEqual(privateTarget);
    expect(await sendTo(`https://localhost.:${port()}/`)).toMatchObject({ delivered: false });
    expect(connections).toBe(0);
  });

  it('given a public target over plain HTTP, is refused', async () => {
    expect(await sendTo('http://hooks.example.com/')).toMatchObject({ reason: 'the address must begin with https://' });
  });

  it('given that private targets are allowed, goes to the address that was looked up', async () => {
    const url = `http://hooks.example.com:${server.port}/hook`;
    expect(await sendTo(url, resolvingTo('127.0.0.1'), true)).toEqual({ delivered: true });
    expect(server.received[0]!.headers.host).toBe(`hooks.example.com:${server.port}`);
  });
});
