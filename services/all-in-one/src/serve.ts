import { CustomerRegistryModule } from '@vilfredo/customer-registry';
import { OrderIngestionModule } from '@vilfredo/order-ingestion';
import { AsyncApiModule, FeedSubscribers, ScoringModule, watchScoring } from '@vilfredo/scoring';
import { createApp, type ListenSettings, listen, type ServiceParts, serveOpenApi } from '@vilfredo/service';
import type { Deployment } from './deployment.js';

export interface Serving {
  /** Like `http://127.0.0.1:8080`. */
  readonly address: string;
  /** Ends every subscription and request that never ends by itself, then takes no more of any. */
  stopIntake(): Promise<void>;
}

/** How long a request in hand may take once the process is to stop. */
const patienceMs = 5_000;

/** Serves every route of every service over a deployment. */
export async function serve(deployment: Deployment, parts: ServiceParts, at: ListenSettings): Promise<Serving> {
  const { log, runtime, makeSpool } = deployment;
  const { clock } = runtime.settings;
  const subscribers = new FeedSubscribers(log);
  const app = await createApp({
    parts,
    imports: [
      AsyncApiModule,
      OrderIngestionModule.register({ log, clock, makeSpool }),
      CustomerRegistryModule.register({ log, clock }),
      ScoringModule.register(runtime, subscribers),
    ],
  });
  serveOpenApi(app, { title: 'Vilfredo', description: 'What every customer is worth, live.', version: '0.1.0' });
  watchScoring(runtime, subscribers, parts);
  const address = await listen(app, at);
  return {
    address,
    stopIntake: async () => {
      subscribers.close();
      const server = app.getHttpServer();
      const patience = setTimeout(() => server.closeAllConnections(), patienceMs);
      await app.close();
      clearTimeout(patience);
    },
  };
}
