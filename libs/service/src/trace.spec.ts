import { traceOf } from './trace.js';

const random = (bytes: number): string => 'ab'.repeat(bytes);
const given = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('request trace', () => {
  it('given a traceparent, when the trace is read, then it is kept and its trace id correlates', () => {
    expect(traceOf({ traceparent: given }, random)).toEqual({
      traceparent: given,
      correlationid: '4bf92f3577b34da6a3ce929d0e0e4736',
    });
  });

  it('given a request id, when the trace is read, then it correlates', () => {
    expect(traceOf({ traceparent: given, 'x-request-id': 'shop-7' }, random).correlationid).toBe('shop-7');
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `${given} `,
    given.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    `ff${given.slice(2)}`,
  ])('given the traceparent %p, when the trace is read, then a new one is begun', (traceparent) => {
    const trace = traceOf({ traceparent, 'x-request-id': 'no\nlines' }, random);
    expect(trace).toEqual({
      traceparent: `00-${'ab'.repeat(16)}-${'ab'.repeat(8)}-01`,
      correlationid: 'ab'.repeat(16),
    });
  });
});
