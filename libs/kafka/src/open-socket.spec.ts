import { once } from 'node:events';
import { type AddressInfo, createServer, Socket } from 'node:net';
import tls from 'node:tls';
import { jest } from '@jest/globals';
import { makeAuthority } from '@vilfredo/local-stack';
import { openSocket } from './open-socket.js';

describe('a connection to a broker', () => {
  it('given there is no encryption, when it is opened, then it carries what is sent, at once', async () => {
    const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sendsAtOnce = jest.spyOn(Socket.prototype, 'setNoDelay');
    const { port } = server.address() as AddressInfo;
    const connected = Promise.withResolvers<void>();
    const socket = openSocket({ host: '127.0.0.1', port, ssl: null as never, onConnect: connected.resolve });
    try {
      await connected.promise;
      expect(sendsAtOnce).toHaveBeenCalledWith(true);
      expect(await answerTo('hello', socket)).toBe('hello');
    } finally {
      sendsAtOnce.mockRestore();
      socket.destroy();
      server.close();
    }
  });

  it('given encryption, when the other side does not speak it, then nothing is sent in the open', async () => {
    const heard: string[] = [];
    const server = createServer((socket) => socket.on('data', (data) => heard.push(String(data)) && socket.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = openSocket({ host: '127.0.0.1', port, ssl: {}, onConnect: () => undefined });
    try {
      socket.write('secret');
      await once(socket, 'error');
      expect(heard).toHaveLength(1);
      expect(heard[0]).not.toContain('secret');
    } finally {
      socket.destroy();
      server.close();
    }
  });

  it('given TLS and whom to trust, when it is opened by name, then the other side hears the name, and what is sent, at once', async () => {
    const authority = makeAuthority('an authority');
    const { certificate: cert, key } = authority.certify('broker', ['localhost']);
    const server = tls.createServer({ cert, key }, (socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const asked = once(server, 'secureConnection');
    const sendsAtOnce = jest.spyOn(Socket.prototype, 'setNoDelay');
    const { port } = server.address() as AddressInfo;
    const connected = Promise.withResolvers<void>();
    const ssl = { secureContext: tls.createSecureContext({ ca: authority.certificate }) };
    const socket = openSocket({ host: 'localhost', port, ssl, onConnect: connected.resolve });
    socket.once('error', connected.reject);
    try {
      await connected.promise;
      expect(sendsAtOnce.mock.contexts).toContain(socket);
      expect((await asked)[0]).toMatchObject({ servername: 'localhost' });
      expect(await answerTo('hello', socket)).toBe('hello');
    } finally {
      sendsAtOnce.mockRestore();
      socket.destroy();
      server.close();
    }
  });

  it('given a certificate for another name, when it is opened, then it fails for that', async () => {
    const authority = makeAuthority('an authority');
    const { certificate: cert, key } = authority.certify('broker', ['kafka.example.com']);
    const server = tls.createServer({ cert, key }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ssl = { secureContext: tls.createSecureContext({ ca: authority.certificate }) };
    const socket = openSocket({ host: 'localhost', port, ssl, onConnect: () => undefined });
    const [error] = await once(socket, 'error').catch((failed: Error) => [failed]);
    server.close();

    expect(error).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});

async function answerTo(said: string, socket: Socket): Promise<string> {
  socket.write(said);
  const [heard] = await once(socket, 'data');
  return String(heard);
}
