import { IsEmail, IsIn, IsOptional } from 'class-validator';
import { Nested } from '../contract/nested.js';
import { CriterionRule } from '../governance/policy.js';
import { classSchema, eventSchema, wholeSchema } from './json-schema.js';

const reference = (cls: { name: string }) => ({ $ref: `#/${cls.name}` });

describe('the JSON Schema of an event', () => {
  it('says which version of which event it is', () => {
    expect(eventSchema('OrderPlaced', 1)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:vilfredo:event:OrderPlaced:1',
      required: expect.arrayContaining(['source', 'currency', 'orderId', 'lines']),
      properties: { lines: { type: 'array', minItems: 1, maxItems: 10_000, items: { $ref: '#/$defs/OrderLineV1' } } },
      $defs: { OrderLineV1: { type: 'object' } },
    });
  });

  it('holds every class that is reached, however deep', () => {
    const { $defs } = eventSchema('CutoffsRecorded', 1) as { $defs: object };
    expect(Object.keys($defs).sort()).toEqual([
      'CutOff',
      'Distribution',
      'PopulationCutoffs',
      'ProductCutoffs',
      'Threshold',
    ]);
  });

  it('refuses a version that there is not', () => {
    expect(() => eventSchema('OrderPlaced', 3)).toThrow('OrderPlaced has no version 3');
  });
});

describe('a class in the words of JSON Schema', () => {
  it('turns rules into keywords', () => {
    expect(classSchema(CriterionRule, reference)).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', enum: ['recency', 'quantity', 'singleProduct', 'amount'] },
        weight: { type: 'number', exclusiveMinimum: 0, maximum: 1000 },
      },
      required: ['name', 'weight'],
    });
  });

  it('lets what is optional be null', () => {
    class Tiered {
      @IsOptional() @IsIn(['top', 'core']) tier!: string | null;
    }
    expect(classSchema(Tiered, reference)).toEqual({
      type: 'object',
      properties: { tier: { type: ['string', 'null'], enum: ['top', 'core', null] } },
    });
  });

  it('holds the classes in it where it is to stand by itself, each by its name, also where it may be null', () => {
    class Held {
      @IsIn(['a']) word!: string;
    }
    class Holding {
      @IsOptional() @Nested(() => Held) one!: Held | null;
      @Nested(() => Held, { each: true }) all!: Held[];
    }
    const held = {
      title: 'Held',
      type: 'object',
      properties: { word: { type: 'string', enum: ['a'] } },
      required: ['word'],
    };
    expect(wholeSchema(Holding)).toEqual({
      title: 'Holding',
      type: 'object',
      properties: { one: { anyOf: [held, { type: 'null' }] }, all: { type: 'array', items: held } },
      required: ['all'],
    });
  });

  it('refuses a rule that it has no words for', () => {
    class Addressed {
      @IsEmail() address!: string;
    }
    expect(() => classSchema(Addressed, reference)).toThrow('no JSON Schema is known for the rule isEmail');
  });
});
