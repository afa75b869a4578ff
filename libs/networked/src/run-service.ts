import type { ModuleMetadata } from '@nestjs/common';
import type { Clock } from '@vilfredo/event-sourcing';
import {
  boundHeap,
  createApp,
  type Environment,
  Liveness,
  Log,
  listen,
  Metrics,
  Readiness,
  type Refusals,
  type ServiceParts,
  Shutdown,
  type StartEdges,
  serveOpenApi,
  start,
} from '@vilfredo/service';
import { readAllSettings, type ServiceConfig } from './config.js';
import { openStores, type Stores } from './open-stores.js';

export interface ServiceContext<Own> extends Pick<Stores, 'log' | 'store'> {
  readonly clock: Clock;
  readonly parts: ServiceParts;
  readonly config: ServiceConfig;
  /** What this service alone is told. */
  readonly settings: Own;
}

/** What a service brings into the process that it is alone in. */
export interface RunningService {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  /** What it refuses is counted here. */
  readonly refusals?: Refusals;
  /** Begins to consume; called when the routes are served. */
  begin?(): Promise<void>;
  /** Ends what requests would wait for without end. */
  stopIntake?(): void;
  /** Finishes what is in hand. */
  drain?(): Promise<void>;
}

/** How long a request in hand may take once the process is to stop, ms. */
const patienceMs = 5_000;

type Open<Own> = (context: ServiceContext<Own>) => Promise<RunningService> | RunningService;

/**
 * Runs one service as a process: settings, stores, routes, and the way down in order.
 * @param readOwn reads what this service alone is told
 */
export async function runService<Own = undefined>(
  name: string,
  open: Open<Own>,
  readOwn: (env: Environment) => Promise<Own> | Own = () => undefined as Own,
): Promise<void> {
  boundHeap();
  const exit = (code: number) => process.exit(code);
  const write = (text: string) => void process.stderr.write(text);
  await start(
    async (stoppedBy) => {
      const read = await readAllSettings(readOwn);
      await serve(name, read, open, { exit, write, stoppedBy });
    },
    { write, exit },
  );
}

async function serve<Own>(
  name: string,
  { config, settings }: Pick<ServiceContext<Own>, 'config' | 'settings'>,
  open: Open<Own>,
  { exit, write, stoppedBy }: StartEdges & { readonly stoppedBy: (shutdown: Shutdown) => void },
): Promise<void> {
  const machine = () => Date.now();
  const clock = () => machine() + config.clockShift;
  const log = new Log({ service: name, clock: machine, level: config.logLevel, write, pretty: false });
  tellWarnings(log);
  const liveness = new Liveness(clock);
  const readiness = new Readiness();
  const shutdown = new Shutdown({ log, clock: machine, exit });
  stoppedBy(shutdown);
  const parts: ServiceParts = { log, liveness, readiness, shutdown, metrics: new Metrics() };
  parts.metrics.watchProcess();
  const onFatal = (error: Error) => {
    log.error('the log cannot be followed any more', error);
    exit(1);
  };
  const stores = await openStores(config, { name, clock, log: log.for('kafka'), onFatal });
  shutdown.step('close', 'stores', () => stores.close());
  shutdown.listen(process);
  const service = await open({ ...stores, clock, parts, config, settings });
  const app = await createApp({ parts: { ...parts, refusals: service.refusals }, imports: service.imports });
  serveOpenApi(app, { title: `Vilfredo ${name}`, description: `Routes of ${name}.`, version: '0.1.0' });
  shutdown.step('drain', name, () => service.drain?.());
  shutdown.step('intake', 'routes', async () => {
    readiness.markStopping();
    service.stopIntake?.();
    const patience = setTimeout(() => app.getHttpServer().closeAllConnections(), patienceMs);
    await app.close();
    clearTimeout(patience);
  });
  const address = await listen(app, { ...config, authentication: config.trustNetwork });
  await service.begin?.();
  readiness.markStarted();
  process.stdout.write(`vilfredo ready ${address} ${name}\n`);
}

/** Node's own warnings as lines of the log. kafkajs sets timers in the past, of which Node warns every time. */
function tellWarnings(log: Log): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    log[name === 'TimeoutNegativeWarning' ? 'debug' : 'warn'](message, { name });
  });
}
