import { setTimeout as pause } from 'node:timers/promises';
import { demoTrickle } from '@vilfredo/all-in-one';
import { demoLog, eventOf } from './demo-log.js';
import type { Figures } from './figures.js';
import { HttpServer } from './http-server.js';
import { LatencyLedger } from './latency-ledger.js';
import { openLoop } from './open-loop.js';
import { quantile } from './statistics.js';
import { followInProcess } from './subscriber.js';
import { runningFrom, temporaryDeployment } from './temporary-deployment.js';

export interface LatencyOptions {
  readonly customers?: number;
  readonly perSecond?: number;
  readonly seconds?: number;
  readonly warmUpSeconds?: number;
  /** Whether orders are sent by HTTP too, to a server in a process of its own. */
  readonly http?: boolean;
}

interface Latencies {
  readonly ledger: LatencyLedger;
  readonly sent: number;
}

/** What the 99th of a hundred may take, in ms. */
const budget = 100;

/**
 * From the moment an order is due to be sent to the moment a subscriber of the feed has its change: an open loop, in
 * which an order is late by its own schedule however slow the ones before it were. Cut-offs are taken as in service.
 */
export async function latency(
  tell: (text: string) => void,
  { customers = 2_000, perSecond = 1_000, seconds = 20, warmUpSeconds = 3, http = true }: LatencyOptions = {},
): Promise<readonly Figures[]> {
  const plan = { customers, perSecond, seconds, warmUpSeconds };
  tell('orders appended in process');
  const appended = await inProcess(plan);
  if (!http) return [figures('latency', appended, plan)];
  tell('orders sent by HTTP');
  return [figures('latency-http', await byHttp(plan), plan), figures('latency', appended, plan)];
}

type Plan = Required<Omit<LatencyOptions, 'http'>>;

function figures(bench: string, { ledger, sent }: Latencies, { perSecond }: Plan): Figures {
  const all = ledger.latencies();
  const p99 = quantile(all, 0.99);
  return {
    bench,
    ours: p99,
    peer: budget,
    ratios: ledger.bySecond().map((second) => quantile(second, 0.99) / budget),
    unit: 'ms-p99',
    target: { atMost: 1 },
    met: p99 <= budget,
    more: {
      p50_ms: quantile(all, 0.5),
      p99_ms: p99,
      max_ms: quantile(all, 1),
      orders_per_s: perSecond,
      sent,
      changed_something: all.length / sent,
    },
  };
}

async function inProcess({ customers, ...load }: Plan): Promise<Latencies> {
  const { before, measured, until } = demoLog({ customers });
  const clock = runningFrom(until);
  const { deployment, build, dispose } = await temporaryDeployment({ clock, epochs: 'by-itself' });
  try {
    await build([...before, ...measured]);
    const order = demoTrickle({ seed: 1, customers });
    const ledger = new LatencyLedger();
    const stop = await followInProcess(deployment.log, (cause) => ledger.seen(cause, performance.now()));
    await openLoop(load, async (n, due) => {
      const event = eventOf(order(n, clock()), clock());
      if (due !== null) ledger.sent(event.id, due);
      await deployment.log.append([event]);
    });
    await deployment.settle();
    await pause(200);
    await stop();
    return { ledger, sent: load.perSecond * load.seconds };
  } finally {
    await dispose();
  }
}

async function byHttp({ customers, ...load }: Plan): Promise<Latencies> {
  const server = await HttpServer.start(customers);
  try {
    const order = demoTrickle({ seed: 1, customers });
    const ledger = new LatencyLedger();
    await server.follow((cause) => ledger.seen(cause, performance.now()));
    await openLoop(load, async (n, due) => {
      const fact = order(n, server.clock());
      if (due !== null) ledger.sent(eventOf(fact, server.clock()).id, due);
      await server.post(fact);
    });
    await pause(1_000);
    return { ledger, sent: load.perSecond * load.seconds };
  } finally {
    await server.stop();
  }
}
