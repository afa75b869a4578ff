import type { FastifyInstance } from 'fastify';

/** The methods of every route of a server: what is not found may be a known address with another method. */
export class OfferedMethods {
  private readonly routes = new Map<string, { readonly form: RegExp; readonly methods: Set<string> }>();

  /** Notes every route that the server is given from now on. */
  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ method, url }) => {
      const route = this.routes.get(url) ?? { form: formOf(url), methods: new Set() };
      for (const each of [method].flat()) route.methods.add(each);
      this.routes.set(url, route);
    });
  }

  /** What can be done at an address, in alphabetical order; nothing where there is nothing. */
  at(address: string): readonly string[] {
    const [path = ''] = address.split('?', 1);
    const found = [...this.routes.values()].filter(({ form }) => form.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}

/** A route such as `/customers/:id/timeline`, as what its addresses look like. */
function formOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
