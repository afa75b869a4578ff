import type { EventLog } from '@vilfredo/event-sourcing';
import { createApp, Liveness, Log, Metrics, Readiness, Shutdown } from '@vilfredo/service';
import { makeOrderSpool } from '../../../libs/embedded/src/order-spool.js';
import { OrderIngestionModule } from '../src/order-ingestion.module.js';
import { now, type RecordingLog } from './importing.js';

/** A service under test: where it listens, what it wrote to its own log, and how it is put away. */
export interface Serving {
  readonly url: string;
  readonly told: string[];
  stop(): Promise<void>;
}

/** The service over a log, listening on a port of its own. */
export async function serving(log: RecordingLog): Promise<Serving> {
  const told: string[] = [];
  const clock = () => now;
  const serviceLog = new Log({ service: 'trial', clock, level: 'warn', write: (line) => told.push(line) });
  const parts = {
    log: serviceLog,
    liveness: new Liveness(clock),
    readiness: new Readiness(),
    metrics: new Metrics(),
    shutdown: new Shutdown({ log: serviceLog, clock, exit: () => undefined }),
  };
  const ingestion = OrderIngestionModule.register({
    log: log as unknown as EventLog,
    clock,
    makeSpool: makeOrderSpool,
  });
  const app = await createApp({ parts, imports: [ingestion] });
  await app.listen(0, '127.0.0.1');
  const stop = () => {
    app.getHttpServer().closeAllConnections();
    return app.close();
  };
  return { url: await app.getUrl(), told, stop };
}
