import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routedServices, routeOf, routeTable } from './route-table.js';

const services = join(import.meta.dirname, '..', '..', '..');

interface Served {
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

/** The routes that the controllers of every service declare, read from their sources. */
function servedRoutes(): Served[] {
  const files = routedServices.flatMap((service) =>
    globSync(`${service}/src/**/*.controller.ts`, { cwd: services }).map((file) => ({ service, file })),
  );
  return files.flatMap(({ service, file }) => {
    const source = readFileSync(join(services, file), 'utf8');
    const base = /@Controller\((?:'([^']*)')?\)/.exec(source)?.[1] ?? '';
    const routes = [...source.matchAll(/@(Get|Post|Put|Patch|Delete|Head)\((?:'([^']*)')?\)/g)];
    if (routes.length === 0) throw new Error(`${file} has no route that can be read`);
    return routes.map(([, method, path = '']) => ({
      service,
      method: method!.toUpperCase(),
      path: `/${[base, path].filter((part) => part !== '').join('/')}`,
    }));
  });
}

describe('the route table', () => {
  const served = servedRoutes();

  it('given every route of every controller, when it is looked up, then its service is found', () => {
    expect(served.length).toBeGreaterThanOrEqual(19);
    const found = served.map(({ method, path }) => ({ method, path, service: routeOf(method, path)?.service }));
    expect(found).toEqual(served.map(({ method, path, service }) => ({ method, path, service })));
  });

  it('given every entry, when the controllers are looked at, then one of them is behind it', () => {
    const used = new Set(served.map(({ method, path }) => routeOf(method, path)));
    expect(routeTable.filter((route) => !used.has(route))).toEqual([]);
  });

  it.each([
    ['GET', '/customers?tier=top', 'scoring'],
    ['HEAD', '/customers/17850', 'scoring'],
    ['POST', '/customers', 'customer-registry'],
    ['PUT', '/imports/1/content', 'order-ingestion'],
    ['GET', '/ordersheet', undefined],
    ['GET', '/', undefined],
    ['GET', '/health/ready', undefined],
    ['GET', '/openapi.json', undefined],
  ])('given %s %s, when it is looked up, then it is of %s', (method, path, service) => {
    expect(routeOf(method, path)?.service).toBe(service);
  });
});
