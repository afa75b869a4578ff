import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { asyncApi, catalogue, eventSchema, violations } from '@vilfredo/events';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { damaged } from './damage.js';
import { type RecordedEvent, recordedEvents } from './recorded.js';

const published = fileURLToPath(new URL('../../libs/events/', import.meta.url));
const json = (...name: string[]) => JSON.parse(readFileSync(path.join(published, ...name), 'utf8'));
const schemaFile = ({ type, version }: RecordedEvent) => `${type}.v${version}.schema.json`;
const schemas = new Map(recordedEvents.map((event) => [event, json('schemas', schemaFile(event))]));
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });

describe('the published JSON Schemas', () => {
  it('are one per version of every event', () => {
    expect(readdirSync(path.join(published, 'schemas')).sort()).toEqual(recordedEvents.map(schemaFile).sort());
  });

  it.each(recordedEvents)('are those of the classes: $type $version', (event) => {
    expect(schemas.get(event)).toEqual(eventSchema(event.type, event.version));
  });

  it.each(recordedEvents)('accept $file', (event) => {
    const accepts = ajv.compile(schemas.get(event));
    accepts(event.data);
    expect(accepts.errors).toBeNull();
  });

  it.each(recordedEvents)('refuse $file where a required field is missing, or is of another kind', (event) => {
    const schema = schemas.get(event);
    const accepts = ajv.compile(schema);
    for (const field of schema.required) {
      const { [field]: _, ...without } = event.data;
      expect([field, accepts(without)]).toEqual([field, false]);
      const otherKind = typeof event.data[field] === 'boolean' ? 'yes' : false;
      expect([field, accepts({ ...event.data, [field]: otherKind })]).toEqual([field, false]);
    }
  });

  it.each(recordedEvents)('never refuse what is read: damaged $file', (event) => {
    const accepts = ajv.compile(schemas.get(event));
    const cls = catalogue[event.type].versions[event.version - 1]!;
    fc.assert(
      fc.property(damaged(event.data), (value) => {
        fc.pre(!JSON.stringify(value).includes('\ufe0f'));
        if (violations(cls, value).length === 0) expect([accepts(value), accepts.errors]).toEqual([true, null]);
      }),
      { numRuns: 300 },
    );
  });

  const broken: readonly [string, string, object][] = [
    ['an order without lines', 'OrderPlaced.v2.json', { lines: [] }],
    ['a line with a negative quantity', 'OrderPlaced.v2.json', { lines: [{ sku: 'a', quantity: -1, amountMinor: 1 }] }],
    ['an amount with decimals', 'OrderPlaced.v2.json', { lines: [{ sku: 'a', quantity: 1, amountMinor: 1.5 }] }],
    ['a price that is no decimal', 'OrderPlaced.v1.json', { lines: [{ sku: 'a', quantity: 1, unitPrice: '1e3' }] }],
    ['a currency that is none', 'OrderPlaced.v2.json', { currency: '€' }],
    ['a tier that there is not', 'TierChanged.v1.json', { to: 'bottom' }],
    ['a time that is none', 'CutoffsRecorded.v1.json', { asOf: 'yesterday' }],
    ['a cause that is no text', 'ValueChanged.v1.json', { causes: [7] }],
  ];
  it.each(broken)('refuse %s', (_, file, change) => {
    const event = recordedEvents.find((one) => one.file === file)!;
    expect(ajv.compile(schemas.get(event))({ ...event.data, ...change })).toBe(false);
  });

  const policies: readonly [string, object][] = [
    ['without recency', { criteria: [{ name: 'amount', weight: 1 }] }],
    [
      'with recency twice',
      {
        criteria: [
          { name: 'recency', weight: 1 },
          { name: 'recency', weight: 2 },
        ],
      },
    ],
    ['with a negative weight', { criteria: [{ name: 'recency', weight: -1 }] }],
    ['with a window that is none', { window: 'some' }],
    ['with a window of no days', { window: 0 }],
  ];
  it.each(policies)('refuse a policy %s', (_, change) => {
    const event = recordedEvents.find(({ type }) => type === 'PolicyActivated')!;
    const accepts = ajv.compile(schemas.get(event));
    const policy = { ...(event.data.policy as object), ...change };
    expect(accepts({ ...event.data, policy })).toBe(false);
  });
});

describe('the published AsyncAPI document', () => {
  const document = json('asyncapi.json');

  it('is that of the classes', () => {
    expect(document).toEqual(JSON.parse(JSON.stringify(asyncApi())));
  });

  it.each(recordedEvents)('describes $file, its payload and its attributes', (event) => {
    const { file: _, data, ...attributes } = event;
    const name = `${event.type}.v${event.version}`;
    const draft07 = new Ajv({ strict: false });
    formats.default(draft07);
    draft07.addSchema(document, 'asyncapi.json');
    const { headers, payload } = document.components.messages[name];
    const within = ($ref: string) => draft07.compile({ $ref: `asyncapi.json${$ref}` });
    expect(within(payload.$ref)(data)).toBe(true);
    expect(within(payload.$ref)({})).toBe(false);
    expect(within(headers.allOf[0].$ref)(attributes)).toBe(true);
    expect(draft07.validate(headers.allOf[1], attributes)).toBe(true);
    expect(draft07.validate(headers.allOf[1], { ...attributes, version: 99 })).toBe(false);
  });
});
