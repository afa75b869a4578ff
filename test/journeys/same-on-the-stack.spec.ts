import { demoEnterprise, openDeployment } from '@vilfredo/all-in-one';
import { describeWithStack } from '@vilfredo/local-stack';
import type { IntakeOrder } from '@vilfredo/order-ingestion';
import { recordOrder } from '@vilfredo/order-ingestion';
import type { CustomerRow } from '@vilfredo/scoring';
import { eventually, temporaryFolder } from '@vilfredo/testing';
import { callJson } from '../drills/http-call.js';
import { RunningServer } from './running-server.js';
import { StackUnderTest } from './stack-under-test.js';

interface Summary {
  readonly asOf: string;
  readonly customers: number;
  readonly tiers: { readonly top: number };
  readonly viewsSha256: string;
}

interface Description {
  readonly paths: object;
  readonly components: object;
}

const facts: IntakeOrder[] = [...demoEnterprise({ seed: 7, customers: 120, months: 6, until: today() })];

describeWithStack('the demo enterprise, told to services as processes of their own', (servers) => {
  let stack: StackUnderTest;

  beforeAll(async () => {
    stack = new StackUnderTest(servers());
    await stack.start(1);
  }, 120_000);
  afterAll(() => stack.dispose(), 60_000);

  it('given two more processes that join while events come in, and one that leaves, when all is folded, then the views are those of one process on the embedded stores', async () => {
    const third = Math.floor(facts.length / 3);
    await stack.tell(facts.slice(0, third));
    const [, leaving] = await Promise.all([stack.tell(facts.slice(third, 2 * third)), stack.join(), stack.join()]);
    await Promise.all([stack.tell(facts.slice(2 * third)), leaving.stop()]);
    await stack.quiet();

    const summary = await stack.get<Summary>('/summary?hash=true');

    expect(summary).toMatchObject({ viewsSha256: await embeddedSha256(Date.parse(summary.asOf)) });
  }, 180_000);

  it('then cut-offs have been taken of everybody, once per number, and customers entered them', async () => {
    await eventually(
      async () => {
        const { tiers, customers } = await stack.get<Summary>('/summary');
        expect(tiers.top).toBeGreaterThanOrEqual(Math.floor(customers * 0.1));
      },
      { timeout: 60_000 },
    );
  }, 240_000);

  it('then every customer’s changes on the feed count from 1 without a gap', async () => {
    await stack.quiet();
    const counted = await seqs(stack);
    expect(counted.size).toBeGreaterThan(50);
    for (const own of counted.values()) expect(own).toEqual(own.map((_, i) => i + 1));
  }, 60_000);

  it('then the book by what is to be expected has every buyer once, the most first, over as many pages as it takes', async () => {
    const rows: CustomerRow[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: CustomerRow[]; next: string | null } = await stack.get(
        `/customers?sort=-clv&limit=25&cursor=${cursor}`,
      );
      rows.push(...page.items);
      cursor = page.next;
    }
    const { customers } = await stack.get<Summary>('/summary');
    expect(new Set(rows.map(({ customerId }) => customerId)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(customers * 0.9);
    const clvs = rows.map(({ clv }) => Number(clv));
    expect(clvs).toEqual([...clvs].sort((a, b) => b - a));
  }, 60_000);

  it('then a rebuild from the log comes to the same', async () => {
    expect(await callJson(`${stack.url}/rebuilds`, { check: true })).toMatchObject({ equal: true });
  }, 60_000);

  it('given two processes share the scoring, when the views are to be replaced, then that is refused and says why', async () => {
    await expect(callJson(`${stack.url}/rebuilds`, { check: false })).rejects.toThrow(/409.*other processes score/);
  }, 60_000);

  it('given only one is left, when the views are replaced, then they are the same, and the feed counts on without a gap', async () => {
    const [last, ...others] = stack.scoring.filter(({ hasEnded }) => !hasEnded);
    await Promise.all(others.map((other) => other.stop()));
    const replaced = await eventually(() => callJson(`${last?.address}/rebuilds`, { check: false }), {
      timeout: 60_000,
    });
    expect(replaced).toMatchObject({ equal: true });
    await stack.quiet();
    const { viewsSha256, asOf } = await stack.get<Summary>('/summary?hash=true');
    expect(viewsSha256).toBe(await embeddedSha256(Date.parse(asOf)));
    for (const own of (await seqs(stack)).values()) expect(own).toEqual(own.map((_, i) => i + 1));
  }, 180_000);

  it('then the gateway describes the routes as one process does, in the same words', async () => {
    const alone = await RunningServer.prepare();
    try {
      await alone.start('--no-demo');
      const [one, merged] = await Promise.all([alone, stack].map((each) => each.get<Description>('/openapi.json')));
      expect(merged?.paths).toEqual(one?.paths);
      expect(merged?.components).toEqual(one?.components);
    } finally {
      await alone.dispose();
    }
  }, 60_000);

  it('then no service has logged an error', () => {
    expect(stack.logs.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

/** The numbers of everybody's changes, in the order in which they were told. */
async function seqs(stack: StackUnderTest): Promise<Map<string, number[]>> {
  const counted = new Map<string, number[]>();
  for (const { customerId, seq } of (await stack.changes()).items) {
    counted.set(customerId, [...(counted.get(customerId) ?? []), seq]);
  }
  return counted;
}

/** What one process on the embedded stores comes to, at the same moment. */
async function embeddedSha256(asOf: number): Promise<string> {
  const folder = await temporaryFolder();
  const deployment = await openDeployment({ folder: folder.path, now: () => asOf, scoring: 'when-settled' });
  try {
    await deployment.log.append(facts.flatMap((fact) => recordOrder(fact, asOf).event ?? []));
    await deployment.settle();
    return String((await deployment.reader.summary({ hash: true })).viewsSha256);
  } finally {
    await deployment.close();
    await folder.dispose();
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
