import type { Clock } from '@vilfredo/event-sourcing';
import { createApp, type ListenSettings, listen, requestTrace, type ServiceParts } from '@vilfredo/service';
import { GatewayModule } from './gateway.module.js';
import { Forwarding } from './route-requests/forwarding.stream.js';
import { ForwardingFigures } from './route-requests/forwarding-figures.metrics.js';
import { routedServices, routeOf } from './route-requests/route-table.js';
import { type Addresses, Upstreams } from './route-requests/upstreams.watch.js';

export interface Serving {
  /** Like `http://127.0.0.1:8080`. */
  readonly address: string;
  /** Ends every stream, answers what is in hand, then takes no more. */
  stopIntake(): Promise<void>;
}

/** The watch goes round once a second and waits two for whoever does not answer. */
const stallAfterMs = 60_000;
/** How long a request in hand may take once the process is to stop. */
const patienceMs = 10_000;

/** Serves every route of every service on one port. */
export async function serve(
  addresses: Addresses,
  parts: ServiceParts,
  at: ListenSettings,
  clock: Clock,
): Promise<Serving> {
  const { liveness, log, metrics, readiness } = parts;
  const deployed = routedServices.filter((service) => addresses[service] !== undefined);
  const upstreams = new Upstreams(addresses, { clock });
  const forwarding = new Forwarding(upstreams, new ForwardingFigures(metrics, upstreams), clock);
  const app = await createApp({ parts, imports: [GatewayModule.register(upstreams)] });
  const server = app.getHttpAdapter().getInstance();
  // before anything reads a body: what is passed on is nobody's business here
  server.addHook('onRequest', async (request, reply) => {
    const route = routeOf(request.method, request.raw.url ?? '');
    if (route === undefined || route.isSummedUp || !deployed.includes(route.service)) return;
    reply.hijack();
    const exchange = { request: request.raw, response: reply.raw, trace: requestTrace(request) };
    forwarding.forward(route.service, exchange).catch((error) => {
      log.error('a request was not passed on', error);
      reply.raw.destroy();
    });
  });
  metrics.watchProcess();
  liveness.register('watch', () => upstreams.lastLook(), stallAfterMs);
  for (const service of deployed) readiness.register(service, () => upstreams.obstacleOf(service) ?? true);
  await upstreams.start();
  const address = await listen(app, at);
  return {
    address,
    stopIntake: async () => {
      forwarding.stop();
      upstreams.stop();
      const connections = app.getHttpServer();
      const patience = setTimeout(() => connections.closeAllConnections(), patienceMs);
      // what was in hand when the closing began is kept alive when it is over
      const sweep = setInterval(() => connections.closeIdleConnections(), 100);
      await app.close();
      clearInterval(sweep);
      clearTimeout(patience);
      forwarding.close();
    },
  };
}
