import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect as connectTo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { describeWithDatabase, freePort, makeAuthority } from '@vilfredo/local-stack';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import mongoose from 'mongoose';
import { connect, kindOf } from './connection.js';
import { openMongoViewStore } from './mongo-view-store.js';

describe('the connection to the database', () => {
  it.each([
    'postgres://vilfredo:secret@127.0.0.1/views',
    'mongodb://vilfredo:secret@127.0.0.1/views?w=1&unheardOf=secret',
    'mongodb://vilfredo:sec/ret@127.0.0.1/views',
    '',
  ])('given %j, when it is opened, then the URL is invalid and nothing of it is told', async (url) => {
    const failure: unknown = await openMongoViewStore({ url, timeoutMs: 500 }).catch((error) => error);

    expect(failure).toMatchObject({ kind: 'invalid', field: 'url', cause: undefined });
    expect(String(failure)).not.toMatch(/secret|ret@/);
  });

  it('given nobody there, when it is opened, then it is unavailable', async () => {
    const url = `mongodb://127.0.0.1:${await freePort()}`;

    await expect(openMongoViewStore({ url, timeoutMs: 500 })).rejects.toMatchObject({ kind: 'unavailable' });

    expect(mongoose.connections.filter(({ readyState }) => readyState !== 0)).toEqual([]);
  });

  it.each([
    ['a member of a replica set', { setName: 'rs0', logicalSessionTimeoutMinutes: 30 }, 'cluster'],
    ['a router of a sharded cluster', { msg: 'isdbgrid', logicalSessionTimeoutMinutes: 30 }, 'cluster'],
    ['a server without sessions', {}, 'stand-in'],
  ])('given %s, when it says so, then it is known as that', (_, hello, kind) => {
    expect(kindOf(hello)).toBe(kind);
  });

  it('given a MongoDB server on its own, when it says so, then it is refused, and what to do is said', () => {
    expect(() => kindOf({ logicalSessionTimeoutMinutes: 30 })).toThrow(/make it a replica set/);
  });
});

describeWithDatabase('the settings of the connection', (database) => {
  it('given a URL that wants less, when it is connected, then writes are still confirmed by most members, in their journals', async () => {
    const url = new URL(database().url);
    url.searchParams.set('w', '1');
    url.searchParams.set('journal', 'false');
    const connection = await connect({ url: url.href, database: 'settings', timeoutMs: 700 });
    const { writeConcern } = connection.getClient();
    await connection.close();

    expect(writeConcern).toMatchObject({ w: 'majority', journal: true, wtimeoutMS: 700 });
  });

  it('given a URL that insists, by an old name, when it is connected, then it is refused', async () => {
    const url = new URL(database().url);
    url.searchParams.set('j', 'false');

    await expect(connect({ url: url.href })).rejects.toMatchObject({ kind: 'invalid', field: 'url' });
  });

  it.each([
    ['chosen', '/named', 'chosen'],
    [undefined, '/named', 'named'],
    [undefined, '/', 'vilfredo'],
  ])('given the database %s and the URL %s, when it is connected, then to %s', async (chosen, path, name) => {
    const url = new URL(database().url);
    url.pathname = path;
    const connection = await connect({ url: url.href, ...(chosen === undefined ? {} : { database: chosen }) });
    await connection.close();

    expect(connection.name).toBe(name);
  });

  describe('to a server in TLS', () => {
    const authority = makeAuthority('the authority of an enterprise');
    let home: TemporaryFolder;
    let server: Server;
    let url: URL;
    beforeAll(async () => {
      home = await temporaryFolder();
      await writeFile(join(home.path, 'ca.pem'), authority.certificate);
      const { certificate: cert, key } = authority.certify('database', ['localhost']);
      const behind = new URL(database().url);
      server = createServer({ cert, key }, (socket) => {
        const onwards = connectTo(Number(behind.port), behind.hostname);
        socket.pipe(onwards).pipe(socket);
        for (const end of [socket, onwards]) end.on('error', () => socket.destroy());
      });
      await once(server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1'), 'listening');
      url = new URL(`mongodb://localhost:${(server.address() as AddressInfo).port}/?directConnection=true&tls=true`);
    });
    afterAll(async () => {
      server.close();
      await home.dispose();
    });

    it('given the file of its authority in the URL, when it is connected, then it answers', async () => {
      url.searchParams.set('tlsCAFile', join(home.path, 'ca.pem'));
      const connection = await connect({ url: url.href, timeoutMs: 5_000 });
      await connection.close();

      expect(connection.name).toBe('vilfredo');
    });

    it('given no authority in the URL, when it is connected, then it is not trusted', async () => {
      url.searchParams.delete('tlsCAFile');

      await expect(connect({ url: url.href, timeoutMs: 700 })).rejects.toMatchObject({ kind: 'unavailable' });
    });
  });
});
