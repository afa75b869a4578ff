import { operationOf } from './describe-operation.js';
import { bodyOf, json, ndjson, type RouteWords } from './describe-route.js';
import { nameSchemas } from './name-schemas.js';
import { count, money, object, optional, orNull, says, shape, text } from './schema-words.js';

describe('a route in the words of OpenAPI', () => {
  const words: RouteWords = {
    summary: 'A trial.',
    query: { limit: { ...says('At once.', count), default: 100 } },
    answers: { 200: json(text) },
    problems: [404],
  };

  it('given a path with a name in it, then that is a parameter, beside those of the query', () => {
    expect(operationOf('/things/{id}', words).parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: text },
      { name: 'limit', in: 'query', required: false, description: 'At once.', schema: { ...count, default: 100 } },
    ]);
  });

  it.each([
    ['nothing to fill in', '/things', { summary: '', answers: words.answers }, [200, 503]],
    ['parameters', '/things/{id}', words, [200, 400, 404, 414, 503]],
    ['a body', '/things', { summary: '', body: bodyOf(text), answers: { 202: json(text) } }, [202, 400, 413, 415, 503]],
  ] as const)('given %s, then the problems are told that it may have', (_, path, given, statuses) => {
    const responses = operationOf(path, given).responses as Readonly<Record<string, { content: object }>>;
    expect(Object.keys(responses).map(Number)).toEqual(statuses);
    expect(Object.keys(responses[503]!.content)).toEqual(['application/problem+json']);
  });

  it('given an answer of its own with the status of a problem, then that is told', () => {
    const probe = { summary: '', answers: { 200: json(text), 503: json(text) } };
    expect(operationOf('/health', probe).responses).toMatchObject({ 503: { content: json(text) } });
  });

  it('given NDJSON, then it is text, and what a line holds is told', () => {
    const told = ndjson(count)['application/x-ndjson']!.schema;
    expect(told).toMatchObject({ type: 'string', contentSchema: count });
  });
});

describe('schemas with a title', () => {
  it('are told once, and referred to, also from each other', () => {
    const line = shape<{ price: string }>('Line', { price: money });
    const order = shape<{ line: unknown; more: unknown }>('Order', { line, more: orNull(line) });
    const reference = { $ref: '#/components/schemas/Line' };
    expect(nameSchemas({ a: order, b: [line] })).toEqual({
      named: { a: { $ref: '#/components/schemas/Order' }, b: [reference] },
      schemas: {
        Line: {
          type: 'object',
          properties: { price: { $ref: '#/components/schemas/Money' } },
          required: ['price'],
        },
        Money: expect.objectContaining({ type: 'string' }),
        Order: {
          type: 'object',
          properties: { line: reference, more: { anyOf: [reference, { type: 'null' }] } },
          required: ['line', 'more'],
        },
      },
    });
  });

  it('are not mistaken for an object that has a field of that name', () => {
    const titled = object<{ title: string }>({ title: text });
    expect(nameSchemas({ titled })).toEqual({ named: { titled }, schemas: {} });
  });

  it('are refused where two differ', () => {
    const twice = { a: shape<{ a: string }>('Thing', { a: text }), b: shape<{ b: string }>('Thing', { b: text }) };
    expect(() => nameSchemas(twice)).toThrow('two schemas are called Thing');
  });

  it('keep their name when more is said of them in one place', () => {
    expect(nameSchemas({ sum: says('In all.', money) }).named).toEqual({
      sum: { description: 'In all.', allOf: [{ $ref: '#/components/schemas/Money' }] },
    });
  });
});

describe('a shape', () => {
  it('needs every field that is not said to be optional', () => {
    const fields = { id: text, by: optional(text) };
    expect(object<{ id: string; by?: string }>(fields)).toEqual({
      type: 'object',
      properties: { id: text, by: text },
      required: ['id'],
    });
  });
});
