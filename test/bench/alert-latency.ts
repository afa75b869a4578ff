import { Agent } from 'node:http';
import { loadavg } from 'node:os';
import { demoTrickle } from '@vilfredo/all-in-one';
import { factId } from '@vilfredo/events';
import { eventually, temporaryFolder } from '@vilfredo/testing';
import { call } from '../drills/http-call.js';
import { freePort, ServerProcess } from '../drills/server-process.js';
import { alertReceiver } from './alert-receiver.js';
import { inChunks } from './demo-log.js';
import type { Figures } from './figures.js';
import { LatencyLedger } from './latency-ledger.js';
import { openLoop } from './open-loop.js';
import { quantile } from './statistics.js';

export interface AlertLatencyOptions {
  readonly customers?: number;
  /** Events in a second: orders, and one in `ratingEvery` a rating that raises an alert. */
  readonly perSecond?: number;
  readonly ratingEvery?: number;
  readonly seconds?: number;
  readonly warmUpSeconds?: number;
}

type Plan = Required<AlertLatencyOptions>;

/** What the 99th of a hundred may take from stored to received, ms. */
const budget = 250;

/** Nothing is left of what was told before when a rating's alert comes within so many ms; after so many tries it is begun all the same. */
const restMs = 50;
const mostProbes = 50;

/** When each rating was due to be sent, stored (answered 202), and its alert received. */
interface Latencies {
  readonly fromStored: LatencyLedger;
  readonly fromDue: LatencyLedger;
}

/**
 * From the moment a rating is stored to the moment a webhook tells a receiver of the alert that it raises: every service
 * in one process over the demo's book, orders and ratings sent by HTTP in an open loop.
 */
export async function alertLatency(
  tell: (text: string) => void,
  { customers = 2_000, perSecond = 500, ratingEvery = 10, seconds = 20, warmUpSeconds = 3 }: AlertLatencyOptions = {},
): Promise<Figures> {
  const plan: Plan = { customers, perSecond, ratingEvery, seconds, warmUpSeconds };
  const [load] = loadavg() as [number];
  const folder = await temporaryFolder();
  const latencies = { fromStored: new LatencyLedger(), fromDue: new LatencyLedger() };
  const receiver = await alertReceiver(folder.path, (causes) => {
    const at = performance.now();
    for (const cause of causes) for (const ledger of Object.values(latencies)) ledger.seen(cause, at);
  });
  tell('a book is made');
  const env = { ...receiver.environment, VILFREDO_DEMO_CUSTOMERS: String(customers), VILFREDO_LOG_LEVEL: 'error' };
  const options = ['--demo', '--no-live'];
  const server = ServerProcess.start({ folder: `${folder.path}/data`, port: await freePort(), options, env });
  try {
    await server.ready();
    tell('orders and ratings are sent');
    const cores = await send(server.url, plan, latencies);
    return figures(plan, latencies, { load, cores });
  } finally {
    await server.kill();
    await receiver.close();
    await folder.dispose();
  }
}

/** @returns the processor time that the deployment took while it was sent to, in seconds a second */
async function send(url: string, plan: Plan, { fromStored, fromDue }: Latencies): Promise<number> {
  const { perSecond, ratingEvery, seconds, warmUpSeconds, customers } = plan;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const { status, text } = await call(`${url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      agent,
    });
    if (status !== 202) throw new Error(`${path} was answered ${status}: ${text.slice(0, 200)}`);
  };
  const rated = Math.ceil(((seconds + warmUpSeconds) * perSecond) / ratingEvery);
  const before = Array.from({ length: rated + mostProbes }, (_, n) => earlierRatings(n)).flat();
  for (const some of inChunks(before, 500)) await post('/ratings', some);
  for (let n = 0; n < mostProbes; n++) {
    if ((await heardAfter(ratingOf(rated + n, 3, Date.now()), { post, ledger: fromDue })) < restMs) break;
  }

  const order = demoTrickle({ seed: 1, customers });
  const [processorBefore, begun] = [await processorSeconds(url), performance.now()];
  await openLoop({ perSecond, seconds, warmUpSeconds }, async (n, due) => {
    if (n % ratingEvery !== 0) return post('/orders', order(n, Date.now()));
    const rating = ratingOf(n / ratingEvery, 3, Date.now());
    await post('/ratings', rating);
    if (due === null) return;
    const id = factId('bench', 'rating', rating.ratingId);
    fromDue.sent(id, due);
    fromStored.sent(id, performance.now());
  });
  const cores = ((await processorSeconds(url)) - processorBefore) / ((performance.now() - begun) / 1_000);
  const sent = Math.ceil((seconds * perSecond) / ratingEvery);
  await eventually(() => requireAll(fromDue.latencies().length, sent), { timeout: 30_000, every: 50 });
  agent.destroy();
  return cores;
}

async function processorSeconds(url: string): Promise<number> {
  const { text } = await call(`${url}/metrics`);
  return Number(/^\w*process_cpu_seconds_total (\S+)/m.exec(text)?.[1] ?? Number.NaN);
}

/** How long after a rating its alert comes, ms: as long as what was told before is still being followed, for long. */
async function heardAfter(
  rating: ReturnType<typeof ratingOf>,
  { post, ledger }: { post: (path: string, body: object) => Promise<void>; ledger: LatencyLedger },
): Promise<number> {
  const probe = factId('bench', 'rating', rating.ratingId);
  const begun = performance.now();
  await post('/ratings', rating);
  await eventually(
    () => {
      if (!ledger.hasSeen(probe)) throw new Error('no alert came of a rating');
    },
    { timeout: 120_000, every: 2 },
  );
  return performance.now() - begun;
}

function requireAll(received: number, sent: number): void {
  if (received < sent) throw new Error(`of ${sent} alerts ${received} came`);
}

/** What a customer said in the three months before this one: ever less. */
function earlierRatings(customer: number): object[] {
  const now = new Date();
  return [0, 1, 2].map((nth) =>
    ratingOf(customer, nth, Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 3 + nth, 10, 9)),
  );
}

/** @param at epoch ms */
function ratingOf(customer: number, nth: number, at: number) {
  const customerId = `rated-${customer}`;
  const rating = { min: 1, max: 5, overall: 5 - nth };
  return { source: 'bench', ratingId: `${customerId}-${nth}`, customerId, at: new Date(at).toISOString(), rating };
}

function figures(
  { perSecond }: Plan,
  { fromStored, fromDue }: Latencies,
  machine: { readonly load: number; readonly cores: number },
): Figures {
  // The answer to a rating may be on its way for longer than the webhook.
  const stored = fromStored.latencies().map((latency) => Math.max(0, latency));
  const p99 = quantile(stored, 0.99);
  return {
    bench: 'alert-latency',
    ours: p99,
    peer: budget,
    ratios: fromStored.bySecond().map((second) => quantile(second, 0.99) / budget),
    unit: 'ms-p99',
    target: { atMost: 1 },
    met: p99 <= budget,
    more: {
      p50_ms: quantile(stored, 0.5),
      p99_ms: p99,
      max_ms: quantile(stored, 1),
      p99_from_due_ms: quantile(fromDue.latencies(), 0.99),
      events_per_s: perSecond,
      alerts: stored.length,
      ...machine,
    },
  };
}
