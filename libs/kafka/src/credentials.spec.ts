import { makeAuthority } from '@vilfredo/local-stack';
import type { SASLOptions } from 'kafkajs';
import { type Certificates, kafkajsCredentials } from './credentials.js';

const authority = makeAuthority('an authority');
const certified = (): Certificates => {
  const { certificate, key } = authority.certify('scoring');
  return { ca: authority.certificate, cert: certificate, key };
};

describe('what a broker is shown', () => {
  it('given nothing, when it is asked for, then connections are in the open and by nobody', () => {
    expect(kafkajsCredentials({})).toEqual({});
    expect(kafkajsCredentials({ ssl: false })).toEqual({});
  });

  it('given certificates that change, when connections are made, then each has those of its time, read in once', () => {
    const [first, second] = [certified(), certified()];
    let now = first;
    const { ssl } = kafkajsCredentials({ ssl: () => now });
    const context = () => (ssl as { secureContext: object }).secureContext;

    const ofFirst = context();
    expect(context()).toBe(ofFirst);
    now = { ...second };
    expect(context()).not.toBe(ofFirst);
  });

  it('given a password that changes, when connections are made, then each has that of its time', () => {
    let word = 'first';
    const { sasl } = kafkajsCredentials({
      sasl: { mechanism: 'scram-sha-512', username: 'scoring', password: () => word },
    });
    const password = () => (sasl as Extract<SASLOptions, { mechanism: 'scram-sha-512' }>).password;

    expect(password()).toBe('first');
    word = 'second';
    expect(password()).toBe('second');
  });

  it.each<[string, Certificates]>([
    ['text that is none', { ...certified(), cert: 'none' }],
    ['the key of another', { ...certified(), key: certified().key! }],
  ])('given %s, when certificates are taken in, then they are invalid and not told', (_, ssl) => {
    expect(() => kafkajsCredentials({ ssl })).toThrow(
      expect.objectContaining({ kind: 'invalid', field: 'ssl', cause: undefined }),
    );
  });
});
