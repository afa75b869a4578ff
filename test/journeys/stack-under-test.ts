import { setTimeout as pause } from 'node:timers/promises';
import type { TestStack } from '@vilfredo/local-stack';
import type { IntakeOrder } from '@vilfredo/order-ingestion';
import { ServiceProcess } from '@vilfredo/stack';
import { call, callJson } from '../drills/http-call.js';

/** Services as processes of their own on the servers of a test run, under names of their own. */
export class StackUnderTest {
  readonly logs: string[] = [];
  readonly scoring: ServiceProcess[] = [];
  private intake: ServiceProcess | undefined;
  private readonly environment: NodeJS.ProcessEnv;

  constructor({ broker, database }: TestStack, prefix: string) {
    this.environment = {
      PATH: process.env.PATH,
      KAFKA_BROKERS: broker.brokers.join(','),
      MONGODB_URL: database.url,
      VILFREDO_PORT: '0',
      VILFREDO_PARTITIONS: '6',
      VILFREDO_REPLICATION: '1',
      VILFREDO_PREFIX: prefix,
    };
  }

  async start(scoring = 1): Promise<void> {
    this.intake = await this.startService('order-ingestion');
    for (let n = 0; n < scoring; n++) await this.join();
  }

  /** One more process shares the scoring. */
  async join(): Promise<ServiceProcess> {
    const joined = await this.startService('scoring');
    this.scoring.push(joined);
    return joined;
  }

  /** @throws Error when one of them is not taken */
  async tell(records: readonly IntakeOrder[]): Promise<void> {
    for (let from = 0; from < records.length; from += 200) {
      const body = records.slice(from, from + 200).map((record) => JSON.stringify(record));
      const { status, text } = await call(`${this.intake?.address}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: body.join('\n'),
      });
      const { refused } = JSON.parse(text) as { refused: unknown[] };
      if (status !== 202 || refused.length > 0)
        throw new Error(`orders were answered ${status}: ${text.slice(0, 300)}`);
    }
  }

  get<T>(path: string): Promise<T> {
    return callJson<T>(`${this.scoring[0]?.address}${path}`);
  }

  /** Resolves when everybody's events are folded. */
  async quiet(): Promise<void> {
    for (let calm = 0; calm < 3; await pause(200)) {
      const lags = await Promise.all(this.scoring.filter(({ hasEnded }) => !hasEnded).map(lagOf));
      calm = lags.every((lag) => lag === 0) ? calm + 1 : 0;
    }
  }

  async stop(): Promise<void> {
    await this.intake?.stop();
    await Promise.all(this.scoring.map((each) => each.stop()));
  }

  private startService(service: string): Promise<ServiceProcess> {
    const onLog = (line: string) => this.logs.push(line);
    return ServiceProcess.start({ service, environment: this.environment, onLog });
  }
}

async function lagOf({ address }: ServiceProcess): Promise<number> {
  const { text } = await call(`${address}/metrics`);
  return Number(/^\w*lag_events_now (\d+)/m.exec(text)?.[1] ?? Number.NaN);
}
