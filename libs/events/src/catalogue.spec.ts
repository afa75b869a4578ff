import { getMetadataStorage } from 'class-validator';
import { catalogue, isEventType } from './catalogue.js';
import type { Class } from './contract/class-rules.js';
import * as events from './index.js';
import { nestedClassesOf } from './schema/json-schema.js';
import { eventSummaries, topicSummaries } from './schema/summaries.js';

const declared = Object.values(catalogue).flatMap(({ versions }) => versions);

function hasRules(value: unknown): value is Class {
  return (
    typeof value === 'function' && getMetadataStorage().getTargetValidationMetadatas(value, '', false, false).length > 0
  );
}

describe('the catalogue of events', () => {
  it.each(Object.entries(catalogue))('lifts every old version of %s to the next', (_, { versions, upcasts }) => {
    expect(versions.length).toBeGreaterThan(0);
    expect(upcasts).toHaveLength(versions.length - 1);
  });

  it.each(Object.entries(catalogue))('names the class of %s as the event', (type, { versions }) => {
    expect(versions.map(({ name }) => name)).toEqual([...versions.slice(1).map((_, i) => `${type}V${i + 1}`), type]);
  });

  it('declares each class for one version only', () => {
    expect(new Set(declared).size).toBe(declared.length);
  });

  it('gives every class that is checked a name of its own', () => {
    const names = [...new Set(declared.flatMap((cls) => [cls, ...nestedClassesOf(cls)]))].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('leaves no class of payloads out: each is an event, a part of one or what events have in common', () => {
    const parts = declared.flatMap((cls) => nestedClassesOf(cls));
    const left = (Object.values(events) as unknown[])
      .filter(hasRules)
      .filter((cls) => ![...declared, ...parts].some((known) => known === cls || known.prototype instanceof cls));
    expect(left).toEqual([]);
  });

  it('has a topic that is described, and a summary, for every event', () => {
    for (const [type, { topic }] of Object.entries(catalogue)) {
      expect(topicSummaries[topic]).toMatch(/\.$/);
      expect(eventSummaries[type as events.EventType]).toMatch(/\.$/);
    }
  });

  it.each(['toString', '__proto__', 'orderPlaced', ''])('does not know %j', (name) => {
    expect(isEventType(name)).toBe(false);
  });
});
