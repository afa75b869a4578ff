import { Liveness, Log, Metrics, Readiness, type ServiceParts, Shutdown } from '@vilfredo/service';
import type { Addresses } from '../src/route-requests/upstreams.watch.js';
import { serve } from '../src/serve.js';
import { StandIn } from './upstream.js';

export interface GatewayOnTrial {
  readonly address: string;
  readonly parts: ServiceParts;
  /** What it wrote to its own log. */
  readonly told: string[];
  stopIntake(): Promise<void>;
}

/** The services behind a gateway on trial. */
export interface Behind {
  readonly ingestion: StandIn;
  readonly registry: StandIn;
  readonly scoring: readonly StandIn[];
}

export async function startBehind(): Promise<Behind> {
  const [ingestion, registry, first, second] = await Promise.all([1, 2, 3, 4].map(() => new StandIn().start()));
  return { ingestion: ingestion!, registry: registry!, scoring: [first!, second!] };
}

export async function stopBehind({ ingestion, registry, scoring }: Behind): Promise<void> {
  await Promise.all([ingestion, registry, ...scoring].map((upstream) => upstream.kill()));
}

export function addressesOf({ ingestion, registry, scoring }: Behind): Addresses {
  return {
    'order-ingestion': [ingestion.url],
    'customer-registry': [registry.url],
    scoring: scoring.map(({ url }) => url),
  };
}

/** A gateway on a port of its own. */
export async function startGateway(addresses: Addresses): Promise<GatewayOnTrial> {
  const told: string[] = [];
  const clock = () => performance.now();
  const log = new Log({ service: 'trial', clock, level: 'warn', write: (line) => told.push(line) });
  const parts = {
    log,
    liveness: new Liveness(clock),
    readiness: new Readiness(),
    metrics: new Metrics(),
    shutdown: new Shutdown({ log, clock, exit: () => undefined }),
  };
  const serving = await serve(addresses, parts, { host: '127.0.0.1', port: 0, authentication: false }, clock);
  parts.readiness.markStarted();
  return { ...serving, parts, told };
}
