import { once } from 'node:events';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { jest } from '@jest/globals';
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
      socket.write('hello');
      expect(String((await once(socket, 'data'))[0])).toBe('hello');
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
});
