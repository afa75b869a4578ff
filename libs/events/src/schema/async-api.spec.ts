import { catalogue } from '../catalogue.js';
import { asyncApi } from './async-api.js';

type Tree = { readonly [key: string]: Tree };
const document = JSON.parse(JSON.stringify(asyncApi())) as Tree;

function references(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : references(value)));
}

function resolve(reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<Tree | undefined>((node, key) => node?.[key], document);
}

describe('the AsyncAPI document', () => {
  it('has a channel per topic, with every version of every event on it', () => {
    const expected = Object.entries(catalogue).flatMap(([type, { topic, versions }]) =>
      versions.map((_, i) => `${topic}/${type}.v${i + 1}`),
    );
    const told = Object.entries(document.channels!).flatMap(([topic, channel]) =>
      Object.keys(channel.messages!).map((name) => `${topic}/${name}`),
    );
    expect(told.sort()).toEqual(expected.sort());
  });

  it('refers to nothing that is not in it', () => {
    const all = references(document);
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  it('describes the attributes that travel beside the payload, and their names on Kafka', () => {
    const headers = document.components!.schemas!.EventHeaders!.properties!;
    const names = 'id type version subject time recordedat correlationid causationid traceparent'.split(' ');
    expect(Object.keys(headers)).toEqual(names);
    for (const name of names) expect(headers[name]).toMatchObject({ 'x-kafka-header': `ce_${name}` });
  });

  it('says type and version of each message', () => {
    expect(document.components!.messages!['OrderPlaced.v1']).toMatchObject({
      description: 'No longer written; read as version 2.',
      headers: { allOf: [{}, { properties: { type: { const: 'OrderPlaced' }, version: { const: 1 } } }] },
      payload: { $ref: '#/components/schemas/OrderPlacedV1' },
    });
  });
});
