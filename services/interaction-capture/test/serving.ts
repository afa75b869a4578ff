import type { DynamicModule } from '@nestjs/common';
import { createApp, Liveness, Log, Metrics, Readiness, Shutdown } from '@vilfredo/service';
import { now } from './contact-double.js';

/** A service under test: where it listens, what it wrote to its own log, and how it is put away. */
export interface Serving {
  readonly url: string;
  readonly told: string[];
  stop(): Promise<void>;
}

/** Modules served on a port of their own. */
export async function serving(...modules: readonly DynamicModule[]): Promise<Serving> {
  const told: string[] = [];
  const clock = () => now;
  const log = new Log({ service: 'trial', clock, level: 'warn', write: (line) => told.push(line) });
  const parts = {
    log,
    liveness: new Liveness(clock),
    readiness: new Readiness(),
    metrics: new Metrics(),
    shutdown: new Shutdown({ log, clock, exit: () => undefined }),
  };
  const app = await createApp({ parts, imports: [...modules] });
  await app.listen(0, '127.0.0.1');
  const stop = () => {
    app.getHttpServer().closeAllConnections();
    return app.close();
  };
  return { url: await app.getUrl(), told, stop };
}
