import { endToEnd, hasBody, requestHeaders } from './forwarded-headers.js';

const trace = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', correlationid: 'r-1' };
const hop = { host: 'scoring:8080', remoteAddress: '10.0.0.9', trace };

describe('headers of a request passed on', () => {
  it('given a request, when it is passed on, then it says who asked, for which host, and its trace', () => {
    expect(requestHeaders({ host: 'vilfredo.example', accept: '*/*' }, hop)).toEqual({
      accept: '*/*',
      host: 'scoring:8080',
      'x-forwarded-for': '10.0.0.9',
      'x-forwarded-host': 'vilfredo.example',
      'x-forwarded-proto': 'http',
      traceparent: trace.traceparent,
      'x-request-id': 'r-1',
    });
  });

  it('given one that was passed on before, when it is passed on, then the sender is added and the rest is kept', () => {
    const given = {
      host: 'gateway',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': 'vilfredo.example',
      'x-forwarded-proto': 'https',
    };
    expect(requestHeaders(given, hop)).toMatchObject({
      'x-forwarded-for': '203.0.113.7, 10.0.0.9',
      'x-forwarded-host': 'vilfredo.example',
      'x-forwarded-proto': 'https',
    });
  });

  it('given fields of one connection, when they are looked at, then they stay behind, those that Connection names too', () => {
    const given = {
      connection: 'keep-alive, X-Own',
      'x-own': '1',
      te: 'trailers',
      upgrade: 'h2c',
      'set-cookie': ['a', 'b'],
    };
    expect(endToEnd(given)).toEqual({ 'set-cookie': ['a', 'b'] });
  });

  it('given a body of unknown length, when its request is passed on, then its length stays unknown', () => {
    const given = { 'transfer-encoding': 'chunked', expect: '100-continue' };
    const headers = requestHeaders(given, hop);
    expect(headers['transfer-encoding']).toBe('chunked');
    expect(headers).not.toHaveProperty('expect');
    expect([given, { 'content-length': '3' }, { 'content-length': '0' }, {}].map(hasBody)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
