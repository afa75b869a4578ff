import { LatencyLedger } from './latency-ledger.js';

describe('the time from an order to its change', () => {
  it('is counted from when the order was due, to the first change it set off', () => {
    const ledger = new LatencyLedger();
    ledger.sent('a', 100);
    ledger.seen('a', 130);
    ledger.seen('a', 500);
    expect(ledger.latencies()).toEqual([30]);
  });

  it('leaves out orders that changed nothing and changes of others', () => {
    const ledger = new LatencyLedger();
    ledger.sent('a', 0);
    ledger.sent('b', 1);
    ledger.seen('b', 3);
    ledger.seen('due:2026-01-01', 4);
    expect(ledger.latencies()).toEqual([2]);
  });

  it('is told by the second in which the order was due', () => {
    const ledger = new LatencyLedger();
    ledger.sent('a', 5_000);
    ledger.sent('b', 5_999);
    ledger.sent('c', 6_000);
    for (const id of ['a', 'b', 'c']) ledger.seen(id, 6_010);
    expect(ledger.bySecond()).toEqual([[1_010, 11], [10]]);
  });

  it('is known for a change seen before the ledger heard of the sending', () => {
    const ledger = new LatencyLedger();
    ledger.seen('a', 7);
    ledger.sent('a', 5);
    expect(ledger.latencies()).toEqual([2]);
  });
});
