import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type LocalBroker, type LocalDatabase, startKafka, startMongo } from '@vilfredo/local-stack';
import { masterKeyFrom } from '@vilfredo/vault';
import { clockShift } from './clock-shift.js';
import type { StackConfig } from './config.js';
import { ServiceProcess } from './service-process.js';

export interface StackObserver {
  /** A part is ready: its name and where it serves. */
  readonly ready: (part: string, at: string) => void;
  readonly log: (service: string, line: string) => void;
  /** A service ended although nobody asked it to. */
  readonly ended: (service: string, code: number | null) => void;
}

/** Everything that runs, in the order in which it was started. */
export class Stack {
  broker: LocalBroker | undefined;
  database: LocalDatabase | undefined;
  readonly services: ServiceProcess[] = [];
  /** Where the gateway serves. */
  address = '';
  private stopping = false;

  private constructor(
    readonly config: StackConfig,
    private readonly observer: StackObserver,
    /** Of every service. */
    private readonly environment: NodeJS.ProcessEnv,
    /** By how much the deployment's clock is ahead, ms. */
    readonly clockShift: number,
  ) {}

  /** @throws Failure when a part cannot be started; what was started until then is stopped */
  static async start(config: StackConfig, observer: StackObserver): Promise<Stack> {
    const folder = resolve(config.data);
    await mkdir(folder, { recursive: true });
    const shift = await clockShift(folder, () => Date.now(), config.clock);
    const masterKey = await masterKeyFrom({ setting: config.environment.VILFREDO_MASTER_KEY, folder });
    const environment = { ...config.environment, VILFREDO_MASTER_KEY: masterKey.toString('base64') };
    const stack = new Stack(config, observer, environment, shift);
    try {
      await stack.startServers(folder);
      await stack.startServices();
      return stack;
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  /** Starts one more service of a kind, on a port of its own choice. */
  async startService(service: string, more: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
    const begun = await ServiceProcess.start({
      service,
      environment: { ...this.environment, VILFREDO_PORT: '0', ...more },
      onLog: (line) => this.observer.log(service, line),
      onExit: (code) => {
        if (!this.stopping) this.observer.ended(service, code);
      },
    });
    this.services.push(begun);
    this.observer.ready(service, begun.address);
    return begun;
  }

  /** Ends all in order: who takes in first, then who scores, then what they stand on. */
  async stop(): Promise<void> {
    this.stopping = true;
    const order = [
      ...['gateway', 'order-ingestion', 'interaction-capture', 'customer-registry'],
      ...['scoring', 'alerting', 'outreach'],
    ];
    for (const name of order) {
      await Promise.all(this.services.filter(({ service }) => service === name).map((service) => service.stop()));
    }
    await this.database?.stop();
    await this.broker?.stop();
  }

  private async startServers(folder: string): Promise<void> {
    const { brokers, mongodbUrl, kafka } = this.config;
    const [broker, database] = await Promise.all([
      brokers === undefined ? startKafka({ version: kafka, dataFolder: join(folder, 'kafka') }) : undefined,
      mongodbUrl === undefined ? startMongo({ dataFile: join(folder, 'mongo', 'views.mv') }) : undefined,
    ]);
    this.broker = broker;
    this.database = database;
    const { partitions, prefix } = this.config;
    Object.assign(this.environment, {
      KAFKA_BROKERS: brokers ?? broker?.brokers.join(','),
      MONGODB_URL: mongodbUrl ?? database?.url,
      VILFREDO_HOST: '127.0.0.1',
      VILFREDO_PARTITIONS: String(partitions),
      VILFREDO_REPLICATION: brokers === undefined ? '1' : (this.environment.VILFREDO_REPLICATION ?? '3'),
      VILFREDO_PREFIX: prefix,
      VILFREDO_CLOCK_SHIFT: String(this.clockShift),
    });
    this.observer.ready('kafka', this.environment.KAFKA_BROKERS ?? '');
    this.observer.ready('mongodb', broker === undefined ? 'as given' : (database?.url ?? 'as given'));
  }

  private async startServices(): Promise<void> {
    // The first makes the topics that the others look for.
    const orders = await this.startService('order-ingestion');
    const [customers, capture, alerting, outreach, ...scoring] = await Promise.all([
      this.startService('customer-registry'),
      this.startService('interaction-capture'),
      this.startService('alerting'),
      this.startService('outreach'),
      ...Array.from({ length: this.config.scoring }, () => this.startService('scoring')),
    ]);
    const gateway = await this.startService('gateway', {
      VILFREDO_PORT: String(this.config.port),
      VILFREDO_HOST: this.config.host,
      VILFREDO_ORDER_INGESTION: orders.address,
      VILFREDO_CUSTOMER_REGISTRY: customers.address,
      VILFREDO_INTERACTION_CAPTURE: capture.address,
      VILFREDO_ALERTING: alerting.address,
      VILFREDO_OUTREACH: outreach.address,
      VILFREDO_SCORING: scoring.map(({ address }) => address).join(','),
    });
    this.address = gateway.address;
  }
}
