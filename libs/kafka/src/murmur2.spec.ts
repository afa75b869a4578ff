import { murmur2, partitionOf } from './murmur2.js';

describe('the partition of a key', () => {
  // Of org.apache.kafka.common.utils.UtilsTest.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('given %s, when it is hashed, then as the Java client does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('given many customers, when they are dealt out, then every partition has its share', () => {
    const counts = new Array<number>(6).fill(0);
    for (let number = 0; number < 6_000; number++) counts[partitionOf(Buffer.from(`customer-${number}`), 6)]! += 1;

    for (const count of counts) expect(count).toBeGreaterThan(850);
  });
});
