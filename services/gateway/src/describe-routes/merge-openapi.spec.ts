import { mergeOpenApi, type RouteDescription } from './merge-openapi.js';

const info = { title: 'Trial', version: '1' };

function described(more: Partial<RouteDescription>): RouteDescription {
  return { openapi: '3.0.0', info: { title: 'one service' }, paths: {}, ...more };
}

describe('one description of several services', () => {
  it('given a path that two have, when they are merged, then it has the methods of both', () => {
    const merged = mergeOpenApi(info, {
      registry: described({
        paths: { '/customers': { post: { summary: 'register' } } },
        tags: [{ name: 'Customers' }],
      }),
      scoring: described({
        paths: { '/customers': { get: { summary: 'the book' } }, '/summary': { get: {} } },
        tags: [{ name: 'Customers' }, { name: 'Book' }],
      }),
    });
    expect(merged.info).toEqual(info);
    expect(merged.paths).toEqual({
      '/customers': { post: { summary: 'register' }, get: { summary: 'the book' } },
      '/summary': { get: {} },
    });
    expect(merged.tags).toEqual([{ name: 'Customers' }, { name: 'Book' }]);
  });

  it('given components of one name, when they are the same, then they are one; when not, then references follow the new name', () => {
    const shape = (type: string) => ({ schemas: { Policy: { type }, Same: { type: 'string' } } });
    const paths = { '/policy': { get: { schema: { $ref: '#/components/schemas/Policy' } } } };
    const merged = mergeOpenApi(info, {
      one: described({ components: shape('object') }),
      two: described({ components: shape('array'), paths }),
    });
    expect(merged.components).toEqual({
      schemas: { Policy: { type: 'object' }, Same: { type: 'string' }, 'two.Policy': { type: 'array' } },
    });
    expect(merged.paths['/policy']).toEqual({ get: { schema: { $ref: '#/components/schemas/two.Policy' } } });
  });

  it('given what every service has, when they are merged, then it is there once under its own name', () => {
    const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
    const own = {
      paths: { '/health/live': { get: { responses: { 503: problem } } } },
      components: { schemas: { Problem: { type: 'object' } }, responses: { MethodNotOffered: problem } },
    };
    const merged = mergeOpenApi(info, { one: described(own), two: described(own), three: described(own) });
    expect(merged).toMatchObject(own);
    expect(Object.keys(merged.components?.schemas ?? {})).toEqual(['Problem']);
  });

  it('given components that are the same but for what they refer to, when they are merged, then each keeps its own', () => {
    const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const holding = (type: string) => ({
      components: { schemas: { Outer: { items: reference('Inner') }, Inner: { type } } },
      paths: { [`/${type}`]: { get: { schema: reference('Outer') } } },
    });
    const merged = mergeOpenApi(info, { one: described(holding('object')), two: described(holding('array')) });
    expect(merged.components?.schemas).toEqual({
      Outer: { items: reference('Inner') },
      Inner: { type: 'object' },
      'two.Outer': { items: reference('two.Inner') },
      'two.Inner': { type: 'array' },
    });
    expect(merged.paths).toEqual({
      '/object': { get: { schema: reference('Outer') } },
      '/array': { get: { schema: reference('two.Outer') } },
    });
  });
});
