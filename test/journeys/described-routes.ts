import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Json = { readonly [name: string]: Json };

/** What was asked of a route, and what it answered. */
export interface Exchange {
  /** As the description has it, such as `GET /customers/{id}`. */
  readonly route: string;
  /** JSON that was sent. */
  readonly sent?: unknown;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** How a text of these types is read: as the JSON values in it. */
const readers: Readonly<Record<string, (text: string) => readonly unknown[]>> = {
  'application/json': (text) => [JSON.parse(text)],
  'application/problem+json': (text) => [JSON.parse(text)],
  'application/x-ndjson': (text) => linesOf(text),
  'text/event-stream': (text) => linesOf(text.replaceAll(/^(?!data: ).*$/gm, '').replaceAll(/^data: /gm, '')),
  'text/plain': (text) => [text],
};

/** The routes that a deployment describes, held against what it answers. */
export class DescribedRoutes {
  private readonly ajv = new Ajv2020({ allErrors: true, strictSchema: false, allowUnionTypes: true });
  private readonly left: Set<string>;

  /** @param document what `/openapi.json` answers */
  constructor(private readonly document: Json) {
    (formats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ $id: 'urn:vilfredo:openapi', ...(closed(document) as object) });
    this.left = new Set(this.all);
  }

  /** Every route, such as `GET /customers/{id}`. */
  get all(): readonly string[] {
    return Object.entries(this.document.paths!).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** Routes of which no answer that went well was seen. */
  get unvisited(): readonly string[] {
    return [...this.left];
  }

  /** What an answer has that the description does not say, and what that says and the answer lacks; empty when all is true. */
  wrongIn({ route, sent, status, contentType, text }: Exchange): readonly string[] {
    const [method = '', path = ''] = route.split(' ');
    const operation = ['paths', path, method.toLowerCase()];
    if (this.at(operation) === undefined) return ['is not described'];
    const type = contentType.split(';', 1)[0]!.trim();
    const answer = [...operation, 'responses', String(status), 'content', type, 'schema'];
    if (this.at(answer) === undefined) return [`answered ${status} ${type}: ${text.slice(0, 300)}`];
    if (status < 300) this.left.delete(route);
    const values = readers[type]!(text);
    if (values.length === 0) return ['answered nothing'];
    const inside = this.at([...answer, 'contentSchema']) === undefined ? answer : [...answer, 'contentSchema'];
    const wrong = values.flatMap((value) => this.wrongWith(inside, value));
    const body = [...operation, 'requestBody', 'content', 'application/json', 'schema'];
    return sent === undefined || status >= 300 ? wrong : [...wrong, ...this.wrongWith(body, sent)];
  }

  private wrongWith(where: readonly string[], value: unknown): readonly string[] {
    const accepts = this.ajv.getSchema(`urn:vilfredo:openapi#/${where.map(pointerPart).join('/')}`);
    if (accepts === undefined) return [`${where.join(' ')} is not described`];
    return accepts(value) ? [] : (accepts.errors ?? []).map((error) => sentence(error));
  }

  private at(where: readonly string[]): Json | undefined {
    return where.reduce<Json | undefined>((node, name) => node?.[name], this.document);
  }
}

/** A schema that takes no field which it does not name, wherever it leaves that open; what a list has to contain it may say in part. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const inside = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, name === 'contains' ? value : closed(value)]),
  );
  const isObject =
    [inside.type].flat().includes('object') && 'properties' in inside && !('additionalProperties' in inside);
  return isObject ? { ...inside, additionalProperties: false } : inside;
}

function linesOf(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function pointerPart(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || 'it'} ${message} ${JSON.stringify(params)}`;
}
