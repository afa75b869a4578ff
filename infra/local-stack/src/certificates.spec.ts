import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { makeAuthority } from './certificates.js';

describe('an authority for tests', () => {
  const authority = makeAuthority('an authority');
  const read = (certificate: string) => new X509Certificate(certificate);

  it('certifies a name and hosts, for the key that it gives, today', () => {
    const { certificate, key } = authority.certify('broker', ['localhost', 'kafka.example.com']);
    const made = read(certificate);

    expect(made).toMatchObject({ subject: 'CN=broker', issuer: 'CN=an authority', ca: false });
    expect(made.subjectAltName).toBe('DNS:localhost, DNS:kafka.example.com');
    expect(made.checkIssued(read(authority.certificate))).toBe(true);
    expect(made.verify(read(authority.certificate).publicKey)).toBe(true);
    expect(made.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(made.validFromDate < new Date() && new Date() < made.validToDate).toBe(true);
  });

  it('is an authority itself, and not that of others', () => {
    const other = makeAuthority('an authority');

    expect(read(authority.certificate).ca).toBe(true);
    expect(read(other.certify('x').certificate).verify(read(authority.certificate).publicKey)).toBe(false);
  });

  it.each([
    ['is', authority.certificate, true],
    ['is not', makeAuthority('another').certificate, false],
  ])('lets a client in and be let in where it %s trusted', async (_, trusted, isTrusted) => {
    const { certificate: cert, key } = authority.certify('broker', ['localhost']);
    const client = authority.certify('client');
    const server = tls.createServer({ cert, key, ca: authority.certificate, requestCert: true }, (socket) => {
      socket.end(String(socket.authorized));
    });
    server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const own = { cert: client.certificate, key: client.key };
    const socket = tls.connect({ host: '127.0.0.1', port, servername: 'localhost', ca: trusted, ...own });
    const heard = await once(socket, 'data').then(
      ([data]) => String(data),
      () => 'refused',
    );
    socket.destroy();
    server.close();

    expect(heard).toBe(isTrusted ? 'true' : 'refused');
  });
});
