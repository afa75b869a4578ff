import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';
import fc from 'fast-check';
import { makeOrderSpool } from '../../../../libs/embedded/src/order-spool.js';
import type { OrderSpool } from './order-spool.js';

function groupsOf(spool: OrderSpool): [string, string[]][] {
  const found: [string, string[]][] = [];
  for (const { key, lines } of spool.groups()) found.push([key, [...lines]]);
  return found;
}

describe('the spool of an import', () => {
  it('given lines of several keys in any order, then groups come by their first line, each with its lines in order', () => {
    const line = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'é'),
      text: fc.string().map((t) => JSON.stringify(t)),
    });
    fc.assert(
      fc.property(fc.array(line), (given) => {
        const spool = makeOrderSpool();
        for (const { key, text } of given) spool.add(key, text);
        const expected = Map.groupBy(given, ({ key }) => key);
        expect(groupsOf(spool)).toEqual([...expected].map(([key, all]) => [key, all.map(({ text }) => text)]));
        spool.close();
      }),
      { numRuns: 40 },
    );
  });

  it('given a group that nobody walks to its end, then the next group is whole all the same', () => {
    const spool = makeOrderSpool();
    for (const [key, text] of ['a1', 'b1', 'a2', 'b2'].map((one) => [one.charAt(0), one] as const))
      spool.add(key, text);
    const walked: string[] = [];
    for (const { key, lines } of spool.groups()) {
      for (const text of lines) {
        walked.push(text);
        if (key === 'a') break;
      }
    }
    expect(walked).toEqual(['a1', 'b1', 'b2']);
    spool.close();
  });

  it('given it is open or closed, then the folder shows nothing that a killed process would leave, and closing again does no harm', () => {
    const folder = mkdtempSync(join(tmpdir(), 'spool-'));
    const spool = makeOrderSpool(folder);
    for (let i = 0; i < 3_000; i++) spool.add(`key ${i % 1_000}`, 'x'.repeat(2_000));
    if (process.platform !== 'win32') expect(readdirSync(folder)).toEqual([]);
    expect(groupsOf(spool)).toHaveLength(1_000);
    spool.close();
    spool.close();
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('given a folder that cannot be written, then it says so as unavailable', () => {
    const spool = makeOrderSpool('/nowhere/at/all');
    spool.add('a', '1');
    expect(() => groupsOf(spool)).toThrow(Failure);
  });
});
