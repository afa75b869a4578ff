import { STATUS_CODES } from 'node:http';
import { type Content, problem, type RouteWords } from './describe-route.js';
import { type Schema, text } from './schema-words.js';

/** An operation object of OpenAPI. */
export type Operation = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
  readonly description?: unknown;
}

const retryAfter = { 'retry-after': { description: 'In seconds.', schema: { type: 'integer', minimum: 1 } } };

/** What a route takes and answers as OpenAPI says it. @param path like `/customers/{id}` */
export function operationOf(path: string, words: RouteWords): Operation {
  const { summary, body, answers } = words;
  const parameters = parametersOf(path, words);
  const problems = problemsOf(words, parameters).map((status) => [status, problemAnswer(status, words)]);
  return {
    summary,
    parameters,
    ...(body !== undefined && { requestBody: body }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, content]) => [status, answer(status, content)])),
      ...Object.fromEntries(problems),
    },
  };
}

function parametersOf(path: string, { path: parts = {}, query = {}, headers = {} }: RouteWords): Parameter[] {
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => parameter(name, 'path', parts[name]));
  const others = (where: 'query' | 'header', told: Readonly<Record<string, Schema>>) =>
    Object.entries(told).map(([name, schema]) => parameter(name, where, schema));
  return [...inPath, ...others('query', query), ...others('header', headers)];
}

function parameter(name: string, where: Parameter['in'], told: Schema = text): Parameter {
  const { description, ...schema } = told;
  const required = where === 'path';
  return { name, in: where, required, ...(description !== undefined && { description }), schema };
}

/** An address or a body may be malformed wherever there is anything to fill in, and nothing is there at all times. */
function problemsOf({ body, problems = [], answers }: RouteWords, parameters: readonly Parameter[]): readonly number[] {
  const ofBody = body === undefined ? [] : [400, 413, 415];
  const ofAddress = [...(parameters.length > 0 ? [400] : []), ...(parameters.some(isInPath) ? [414] : [])];
  const all = new Set([...problems, ...ofBody, ...ofAddress, 503]);
  return [...all].filter((status) => answers[status] === undefined).sort((a, b) => a - b);
}

function isInPath({ in: place }: Parameter): boolean {
  return place === 'path';
}

function answer(status: number | string, content: Content) {
  return { description: STATUS_CODES[status] ?? '', content };
}

function problemAnswer(status: number, { problem: special }: RouteWords) {
  const content = { 'application/problem+json': { schema: special?.[status] ?? problem } };
  return { ...answer(status, content), ...(status === 503 && { headers: retryAfter }) };
}
