import { call } from '../drills/http-call.js';
import { DescribedRoutes } from './described-routes.js';
import type { RunningServer } from './running-server.js';

/** How a route is asked. */
export interface Asking {
  /** What stands in the address for `{id}` and the like; `nobody` where it is not said. */
  readonly with?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly raw?: string;
}

/** A deployment whose answers are held against its own description. */
export class AskedRoutes {
  private constructor(
    private readonly server: RunningServer,
    readonly described: DescribedRoutes,
  ) {}

  static async of(server: RunningServer): Promise<AskedRoutes> {
    return new AskedRoutes(server, new DescribedRoutes(await server.get('/openapi.json')));
  }

  /** Asks a route, and expects an answer as it is described. @returns the answer, parsed where it is JSON */
  async ask<T = Readonly<Record<string, unknown>>>(route: string, asking: Asking = {}): Promise<T> {
    const { with: parts = {}, query = '', body, raw, headers = {} } = asking;
    const [method, path = ''] = route.split(' ') as ['GET' | 'POST' | 'PUT', string];
    const address = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? 'nobody'));
    const json = body === undefined ? undefined : JSON.stringify(body);
    const sent = raw ?? json;
    const answer = await call(`${this.server.url}${address}${query}`, {
      method,
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(sent !== undefined && { body: sent }),
      timeoutMs: 60_000,
    });
    const contentType = answer.headers['content-type'] ?? '';
    const wrong = this.described.wrongIn({ ...answer, route, contentType, ...(json !== undefined && { sent: body }) });
    expect({ route, query, wrong }).toEqual({ route, query, wrong: [] });
    return (/\bjson\b/.test(contentType) ? JSON.parse(answer.text) : answer.text) as T;
  }

  /** The items of a page. */
  async itemsOf(route: string, query = ''): Promise<readonly Readonly<Record<string, string>>[]> {
    return (await this.ask<{ items: Readonly<Record<string, string>>[] }>(route, { query })).items;
  }
}
