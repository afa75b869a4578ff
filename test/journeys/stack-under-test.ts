import { randomBytes, randomUUID } from 'node:crypto';
import type { TestStack } from '@vilfredo/local-stack';
import { ServiceProcess } from '@vilfredo/stack';
import { AskedDeployment, undoneAt } from './asked-deployment.js';

/** Services as processes of their own on the servers of a test run, under names of their own. */
export class StackUnderTest extends AskedDeployment {
  readonly logs: string[] = [];
  readonly scoring: ServiceProcess[] = [];
  private readonly others: ServiceProcess[] = [];
  private gateway: ServiceProcess | undefined;
  private readonly environment: NodeJS.ProcessEnv;

  /** @param settings beside those of every stack; of each service its own, where it is a function */
  constructor(
    { broker, database }: TestStack,
    private readonly settings: NodeJS.ProcessEnv | ((service: string) => NodeJS.ProcessEnv) = {},
    readonly prefix = `t${randomUUID().slice(0, 8)}.`,
  ) {
    super();
    this.environment = {
      PATH: process.env.PATH,
      KAFKA_BROKERS: broker.brokers.join(','),
      MONGODB_URL: database.url,
      VILFREDO_PORT: '0',
      VILFREDO_PARTITIONS: '6',
      VILFREDO_REPLICATION: '1',
      VILFREDO_PREFIX: prefix,
      VILFREDO_MASTER_KEY: randomBytes(32).toString('base64'),
      VILFREDO_ALLOW_PRIVATE_TARGETS: 'true',
    };
  }

  get url(): string {
    return this.gateway?.address ?? '';
  }

  /** Starts the services, and a gateway in front of those. */
  async start(scoring = 1): Promise<void> {
    this.environment.VILFREDO_CLOCK_SHIFT = String(this.ahead);
    const intake = await this.startService('order-ingestion');
    const registry = await this.startService('customer-registry');
    const [capture, alerting, outreach] = await Promise.all([
      this.startService('interaction-capture'),
      this.startService('alerting'),
      this.startService('outreach'),
    ]);
    this.others.push(intake, registry, capture, alerting, outreach);
    for (let n = 0; n < scoring; n++) await this.join();
    this.gateway = await this.startService('gateway', {
      VILFREDO_ORDER_INGESTION: intake.address,
      VILFREDO_CUSTOMER_REGISTRY: registry.address,
      VILFREDO_INTERACTION_CAPTURE: capture.address,
      VILFREDO_ALERTING: alerting.address,
      VILFREDO_OUTREACH: outreach.address,
      VILFREDO_SCORING: this.scoring.map(({ address }) => address).join(','),
    });
  }

  /** One more process shares the scoring. */
  async join(): Promise<ServiceProcess> {
    const joined = await this.startService('scoring');
    this.scoring.push(joined);
    return joined;
  }

  protected async undone(): Promise<number> {
    const undone = await Promise.all(
      this.scoring.filter(({ hasEnded }) => !hasEnded).map(({ address }) => undoneAt(address)),
    );
    return undone.reduce((sum, figure) => sum + figure, 0);
  }

  async later(ms: number): Promise<void> {
    const scoring = this.scoring.length;
    await this.dispose();
    this.ahead += ms;
    await this.start(scoring);
  }

  async dispose(): Promise<void> {
    await this.gateway?.stop();
    const services = [...this.others.splice(0), ...this.scoring.splice(0)];
    await Promise.all(services.map((each) => each.stop()));
  }

  /** @throws Failure `unavailable` when it ends before it serves */
  startService(service: string, more: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
    const onLog = (line: string) => this.logs.push(line);
    const own = typeof this.settings === 'function' ? this.settings(service) : this.settings;
    return ServiceProcess.start({ service, environment: { ...this.environment, ...own, ...more }, onLog });
  }
}
