import { AlertingModule, DeliveryModule, type DeliverySettings, watchAlerting } from '@vilfredo/alerting';
import { CustomerRegistryModule } from '@vilfredo/customer-registry';
import { openScratchStore } from '@vilfredo/embedded';
import { type EdgeSources, httpEdges, InteractionCaptureModule, watchCapture } from '@vilfredo/interaction-capture';
import { OrderIngestionModule } from '@vilfredo/order-ingestion';
import { OutreachModule, watchOutreach } from '@vilfredo/outreach';
import { AsyncApiModule, FeedSubscribers, Fits, ScoringModule, Trials, watchScoring } from '@vilfredo/scoring';
import {
  createApp,
  type ListenSettings,
  listen,
  Refusals,
  refusedTogether,
  type ServiceParts,
  serveOpenApi,
} from '@vilfredo/service';
import type { ContactServices } from './contact-services.js';
import type { Deployment } from './deployment.js';

export interface Serving {
  /** Like `http://127.0.0.1:8080`. */
  readonly address: string;
  /** Ends every subscription and request that never ends by itself, then takes no more of any. */
  stopIntake(): Promise<void>;
}

/** How long a request in hand may take once the process is to stop. */
const patienceMs = 5_000;

/** What is served besides orders and scores. */
export interface ServedContacts {
  readonly services: ContactServices;
  readonly delivery: DeliverySettings;
  readonly edges: EdgeSources;
}

/**
 * Serves every route of every service over a deployment.
 * @param contacts orders and scores alone are served when absent
 */
export async function serve(
  deployment: Deployment,
  parts: ServiceParts,
  at: ListenSettings,
  contacts?: ServedContacts,
): Promise<Serving> {
  const { log, store, runtime, makeSpool } = deployment;
  const { clock } = runtime.settings;
  const subscribers = new FeedSubscribers(log);
  const [trials, fits] = [new Trials(runtime, () => openScratchStore()), new Fits(runtime)];
  const refusals = await Refusals.open(store, 'vilfredo');
  const refused = () => refusedTogether({ intakes: () => refusals.byReason() });
  const app = await createApp({
    parts: { ...parts, refusals },
    imports: [
      AsyncApiModule,
      OrderIngestionModule.register({ log, clock, makeSpool }),
      ScoringModule.register(runtime, subscribers, { trials, fits, refused }),
      ...(contacts === undefined ? [] : modulesOf(deployment, contacts)),
    ],
  });
  serveOpenApi(app, { title: 'Vilfredo', description: 'What every customer is worth, live.', version: '0.1.0' });
  parts.metrics.watchProcess();
  watchScoring(runtime, subscribers, parts);
  if (contacts !== undefined) watchContacts(contacts.services, parts);
  const address = await listen(app, at);
  return {
    address,
    stopIntake: async () => {
      subscribers.close();
      trials.close();
      fits.close();
      const server = app.getHttpServer();
      const patience = setTimeout(() => server.closeAllConnections(), patienceMs);
      await app.close();
      clearTimeout(patience);
    },
  };
}

function modulesOf({ log, store, runtime }: Deployment, { services, delivery, edges }: ServedContacts) {
  const { clock } = runtime.settings;
  const { keys, vault, country, capture, alerting, outreach } = services;
  const notifiableAt = alerting.held.mayBeToldAt.bind(alerting.held);
  return [
    CustomerRegistryModule.register({ log, store: keys, clock, vault, country }),
    InteractionCaptureModule.register(capture),
    ...httpEdges(capture.intake, clock, edges),
    AlertingModule.register(alerting),
    DeliveryModule.register({ log, store, clock, settings: delivery, notifiableAt }),
    OutreachModule.of(outreach),
  ];
}

function watchContacts({ capture, alerting, outreach }: ContactServices, parts: ServiceParts): void {
  watchCapture(capture, parts);
  watchAlerting(alerting, parts);
  watchOutreach(outreach, parts);
}
