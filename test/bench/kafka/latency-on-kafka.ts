import { setTimeout as pause } from 'node:timers/promises';
import { demoTrickle } from '@vilfredo/all-in-one';
import type { EventLog } from '@vilfredo/event-sourcing';
import { eventOf } from '../demo-log.js';
import type { Figures, NotMeasured } from '../figures.js';
import { LatencyLedger } from '../latency-ledger.js';
import { type Load, openLoop } from '../open-loop.js';
import { quantile } from '../statistics.js';
import { followScores } from './follow-scores.js';
import { type OrdersOnKafka, onRealBroker, openLog, temporaryStore } from './orders-on-kafka.js';
import { ScoringProcess } from './scoring-process.js';

export interface KafkaLatencyOptions {
  readonly customers?: number;
  readonly seconds?: number;
  readonly warmUpSeconds?: number;
  /** Orders that are being appended at once while the maximum is looked for. */
  readonly atOnce?: number;
  /** Orders that may be appended and not scored meanwhile: more than that, and intake would run ahead and then be done. */
  readonly unscored?: number;
  /** Without any change for so long, ms, a book is at rest. */
  readonly restMs?: number;
}

/** What the 99th of a hundred may take, ms, at half of the maximum. */
const budget = 100;
/** Of the maximum, in hundredths; the one that is judged last. */
const shares = [25, 75, 50];

/**
 * From the moment an order is due to be appended to the moment a consumer of `scores` has its change: an open loop, in
 * which an order is late by its own schedule however slow the ones before it were, at shares of what the same set-up
 * manages at most. Intake and scoring are processes of their own; the broker is on the same machine.
 */
export async function latencyOnKafka(
  tell: (text: string) => void,
  {
    customers = 2_000,
    seconds = 10,
    warmUpSeconds = 3,
    atOnce = 200,
    unscored = 1_000,
    restMs = 2_000,
  }: KafkaLatencyOptions = {},
): Promise<readonly (Figures | NotMeasured)[]> {
  tell('filling a broker');
  const prepared = await onRealBroker({ customers, epochs: 'by-itself' });
  if ('skipped' in prepared) return [{ bench: 'kafka-latency', why: prepared.skipped }];
  const { source, release } = prepared;
  const store = await temporaryStore();
  const log = await openLog(source, 'bench-intake', store);
  const scoring = await ScoringProcess.start(source);
  try {
    const sending = new Sending(source, log, scoring, customers);
    await sending.atRest(restMs);
    const most = await sending.most({ seconds, atOnce, unscored });
    await sending.atRest(restMs);
    tell(`${Math.round(most)} orders a second at most`);
    const rows: (Figures | NotMeasured)[] = [];
    for (const share of shares) {
      const load = { perSecond: Math.max(1, Math.round((most * share) / 100)), seconds, warmUpSeconds };
      tell(`${load.perSecond} orders a second`);
      const ledger = await sending.measure(load);
      const isEmpty = ledger.latencies().length === 0;
      if (isEmpty) rows.push({ bench: benchOf(share), why: 'no order changed a score in time' });
      else rows.push(figures(share, most, load, ledger));
      await sending.atRest(restMs);
    }
    return rows;
  } finally {
    await scoring.stop();
    await log.close();
    await store.close();
    await release();
  }
}

/** Sends orders one by one, never the same twice. */
class Sending {
  private readonly order: ReturnType<typeof demoTrickle>;
  private sent = 0;

  constructor(
    private readonly source: OrdersOnKafka,
    private readonly log: EventLog,
    private readonly scoring: ScoringProcess,
    customers: number,
  ) {
    this.order = demoTrickle({ seed: 1, customers });
  }

  /** Resolves when everything sent by now is scored. */
  done(): Promise<void> {
    return this.scoring.foldedTo(this.source.events + this.sent);
  }

  /** Resolves when that is so, and what it has set off: a book that has moved much takes new cut-offs, and all enter them. */
  async atRest(restMs: number): Promise<void> {
    let latest = performance.now();
    const stop = await followScores(this.source, () => {
      latest = performance.now();
    });
    await this.done();
    while (performance.now() - latest < restMs) await pause(100);
    await stop();
  }

  /** Orders a second, appended one by one, so many at once, with scoring close behind, until all of them are scored. */
  async most({
    seconds,
    atOnce,
    unscored,
  }: Required<Pick<KafkaLatencyOptions, 'seconds' | 'atOnce' | 'unscored'>>): Promise<number> {
    const begun = performance.now();
    const before = this.sent;
    const one = async () => {
      while (performance.now() - begun < seconds * 1_000) {
        await this.send(() => undefined);
        await this.scoring.foldedTo(this.source.events + this.sent - unscored);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    await this.done();
    return ((this.sent - before) * 1_000) / (performance.now() - begun);
  }

  async measure(load: Load): Promise<LatencyLedger> {
    const ledger = new LatencyLedger();
    const stop = await followScores(this.source, (cause) => ledger.seen(cause, performance.now()));
    try {
      await openLoop(load, (_, due) => this.send((id) => due !== null && ledger.sent(id, due)));
      await this.done();
      await pause(500);
      return ledger;
    } finally {
      await stop();
    }
  }

  private async send(note: (id: string) => void): Promise<void> {
    const now = this.source.clock();
    const event = eventOf(this.order(this.sent++, now), now);
    note(event.id);
    await this.log.append([event]);
  }
}

function benchOf(share: number): string {
  return share === 50 ? 'kafka-latency' : `kafka-latency-${share}`;
}

function figures(share: number, most: number, load: Load, ledger: LatencyLedger): Figures {
  const all = ledger.latencies();
  const p99 = quantile(all, 0.99);
  const sent = load.perSecond * load.seconds;
  return {
    bench: benchOf(share),
    ours: p99,
    peer: budget,
    ratios: ledger.bySecond().map((second) => quantile(second, 0.99) / budget),
    unit: 'ms-p99',
    ...(share === 50 ? { target: { atMost: 1 }, met: p99 <= budget } : {}),
    more: {
      p50_ms: quantile(all, 0.5),
      p99_ms: p99,
      max_ms: quantile(all, 1),
      orders_per_s: load.perSecond,
      most_per_s: most,
      sent,
      changed_something: all.length / sent,
    },
  };
}
