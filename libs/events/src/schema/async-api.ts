import { catalogue, type EventType, type Topic } from '../catalogue.js';
import type { Class } from '../contract/class-rules.js';
import { headersSchema, headersWith } from './event-headers.js';
import { type JsonSchema, nestedClassesOf, schemasByName } from './json-schema.js';
import { eventSummaries, topicSummaries } from './summaries.js';

interface Message {
  /** Unique, such as `OrderPlaced.v2`. */
  readonly name: string;
  readonly type: EventType;
  readonly version: number;
  readonly topic: Topic;
  readonly cls: Class;
}

/**
 * The AsyncAPI 3.0 document of all topics and of every version of every event, made from the classes; what a service
 * answers at `/asyncapi.json`.
 */
export function asyncApi(): JsonSchema {
  const messages = everyMessage();
  const topics = Object.keys(topicSummaries) as Topic[];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Vilfredo events',
      version: '1.0.0',
      description:
        'Orders in, live customer value out. Delivery is at least once: an event is the same event by its id. ' +
        'Events of one customer are in order. Versions are added, never changed; ignore fields you do not know.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [topic, channel(topic, messages)])),
    operations: Object.fromEntries(
      topics.map((topic) => [
        `publish-${topic}`,
        { action: 'send', channel: { $ref: `#/channels/${topic}` }, summary: topicSummaries[topic] },
      ]),
    ),
    components: {
      messages: Object.fromEntries(messages.map((message) => [message.name, messageObject(message)])),
      schemas: { EventHeaders: headersSchema, ...payloadSchemas(messages) },
    },
  };
}

function everyMessage(): readonly Message[] {
  return (Object.keys(catalogue) as EventType[]).flatMap((type) => {
    const { topic, versions } = catalogue[type];
    return versions.map((cls, i) => ({ name: `${type}.v${i + 1}`, type, version: i + 1, topic, cls }));
  });
}

function channel(topic: Topic, messages: readonly Message[]): JsonSchema {
  return {
    address: topic,
    description: topicSummaries[topic],
    messages: Object.fromEntries(
      messages
        .filter((message) => message.topic === topic)
        .map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
    bindings: { kafka: { topic, bindingVersion: '0.5.0' } },
  };
}

function messageObject({ name, type, version, cls }: Message): JsonSchema {
  const newest = catalogue[type].versions.length;
  return {
    name,
    title: `${type}, version ${version}`,
    summary: eventSummaries[type],
    ...(version < newest && { description: `No longer written; read as version ${newest}.` }),
    contentType: 'application/json',
    headers: headersWith(type, version),
    payload: { $ref: `#/components/schemas/${cls.name}` },
    bindings: {
      kafka: { key: { type: 'string', description: 'the subject of the event' }, bindingVersion: '0.5.0' },
    },
  };
}

function payloadSchemas(messages: readonly Message[]): JsonSchema {
  const classes = new Set(messages.flatMap(({ cls }) => [cls, ...nestedClassesOf(cls)]));
  return schemasByName([...classes], ({ name }) => ({ $ref: `#/components/schemas/${name}` }));
}
