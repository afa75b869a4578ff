import { setTimeout as pause } from 'node:timers/promises';
import { describeWithStack } from '@vilfredo/local-stack';
import { eventually, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { badRelease } from './bad-release.js';
import { aBook, anOrder } from './example-book.js';
import { StackUnderTest } from './stack-under-test.js';

const customers = 120;

describeWithStack('a release with a defect, in one of two processes that share the scoring', (servers) => {
  let stack: StackUnderTest;
  let home: TemporaryFolder;
  beforeAll(async () => {
    home = await temporaryFolder();
    stack = new StackUnderTest(servers());
    await stack.start(1);
  }, 120_000);
  afterAll(async () => {
    await stack.dispose();
    await home.dispose();
  }, 60_000);

  it('given customers who order while it is rolled out, when it hits those of its partitions, then it ends, and the other process drains them', async () => {
    const now = Date.now();
    await stack.tell(aBook(customers, now));
    await stack.quiet();
    const bad = await stack.startService('scoring', await badRelease(home.path));
    await pause(3_000);

    const late = Array.from({ length: customers }, (_, n) => anOrder(`late-${n}`, `customer-${n}`, now, '70.00'));
    for (const order of late) await stack.tell([order]);
    await eventually(() => expect(bad.hasEnded).toBe(true), { timeout: 60_000 });
    expect(await bad.stop()).toBe(1);
    const told = stack.logs.filter((line) => line.includes('a defect hits one customer after the other'));
    expect(told.map((line) => JSON.parse(line))).toMatchObject([{ level: 'error', service: 'scoring', hit: 20 }]);

    await eventually(async () => expect(await stack.all('/parked')).toEqual([]), { timeout: 60_000 });
    await stack.quiet();
    await eventually(
      async () => {
        const all = await Promise.all(late.map(({ customerId }) => stack.get(`/customers/${customerId}`)));
        const orders = all.map((customer) => (customer as { value: { ordersInWindow: number } }).value.ordersInWindow);
        expect(orders).toEqual(late.map((_, n) => 2 + (n % 3)));
      },
      { timeout: 60_000 },
    );
    expect(stack.scoring[0]?.hasEnded).toBe(false);
  }, 240_000);
});
