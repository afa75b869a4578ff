import kafkajs from 'kafkajs';
import { isFinal, unavailable } from './cluster-access.js';
import { refusalOf, wasHungUpOn } from './refused-access.js';

const ofProtocol = (type: string) => Object.assign(new Error('Not authorized'), { type, retriable: false });
const ofNode = (code: string) =>
  Object.assign(new kafkajs.KafkaJSConnectionError('Connection error: x'), { code, retriable: true });
const ofUser = (message: string) =>
  Object.assign(new Error(message), { name: 'KafkaJSSASLAuthenticationError', retriable: false });
/** As kafkajs does when it gives up. */
const wrapped = (error: Error) => Object.assign(new Error(error.message), { cause: error, retriable: false });

describe('a broker that does not let us in', () => {
  it.each<[Error, RegExp]>([
    [ofUser('SASL PLAIN authentication failed'), /does not let this user in: SASL PLAIN/],
    [ofProtocol('UNSUPPORTED_SASL_MECHANISM'), /by this SASL mechanism on this port/],
    [ofProtocol('GROUP_AUTHORIZATION_FAILED'), /lacks a right: Not authorized/],
    [
      Object.assign(new Error('Topic creation errors'), { errors: [ofProtocol('TOPIC_AUTHORIZATION_FAILED')] }),
      /lacks/,
    ],
    [ofNode('SELF_SIGNED_CERT_IN_CHAIN'), /not by an authority that is trusted/],
    [ofNode('CERT_HAS_EXPIRED'), /has expired/],
    [ofNode('CERT_NOT_YET_VALID'), /not valid yet/],
    [ofNode('ERR_TLS_CERT_ALTNAME_INVALID'), /not for the host name/],
    [ofNode('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), /wants a client's certificate/],
    [ofNode('ERR_SSL_WRONG_VERSION_NUMBER'), /TLS cannot be agreed on/],
  ])('given %s, when it is met, then it is told plainly and tried again', (error, reason) => {
    for (const met of [error, wrapped(error)]) {
      expect(refusalOf(met)).toMatch(reason);
      expect(unavailable(met)).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(reason) });
      expect(isFinal(met)).toBe(false);
    }
  });

  it('given any other error, when it is met, then it is none of these', () => {
    const others = [new Error('x'), ofNode('ECONNREFUSED'), ofProtocol('UNKNOWN_TOPIC_OR_PARTITION'), undefined];

    expect(others.map(refusalOf)).toEqual(others.map(() => undefined));
  });

  it('given a connection that the broker closed, when that is told after many attempts, then it is known', () => {
    const closed = Object.assign(new Error('Closed connection'), { name: 'KafkaJSConnectionClosedError' });

    expect([wasHungUpOn(wrapped(closed)), wasHungUpOn(new Error('x'))]).toEqual([true, false]);
  });
});
