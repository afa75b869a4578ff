import type { EventType } from '../catalogue.js';
import type { JsonSchema } from './json-schema.js';

const attributes: Readonly<Record<string, JsonSchema>> = {
  id: { type: 'string', description: 'Identity of the event; the same id again is the same event.' },
  type: { type: 'string', description: 'Name of the event.' },
  version: { type: 'integer', minimum: 1, description: 'Version of the payload.' },
  subject: { type: 'string', description: 'Whom it is about, on customer topics the customer id; decides the order.' },
  time: { type: 'string', format: 'date-time', description: 'When it happened.' },
  recordedat: { type: 'string', format: 'date-time', description: 'When it was recorded.' },
  correlationid: { type: 'string', description: 'Shared by everything that followed from one intake.' },
  causationid: { type: 'string', description: 'Id of the event that caused this one.' },
  traceparent: { type: 'string', description: 'W3C trace context.' },
};
const required = ['id', 'type', 'version', 'subject', 'time', 'recordedat', 'correlationid'];

/** The attributes of every event, which travel beside its payload. */
export const headersSchema: JsonSchema = {
  type: 'object',
  description:
    'CloudEvents 1.0 attributes. On Kafka (binary mode) each is a header of its name with the prefix ce_: ce_id, ' +
    'ce_type and so on; the payload is the value.',
  properties: Object.fromEntries(
    Object.entries(attributes).map(([name, schema]) => [name, { ...schema, 'x-kafka-header': `ce_${name}` }]),
  ),
  required,
};

/** The same, of one version of one event. */
export function headersWith(type: EventType, version: number): JsonSchema {
  return {
    allOf: [
      { $ref: '#/components/schemas/EventHeaders' },
      { type: 'object', properties: { type: { const: type }, version: { const: version } } },
    ],
  };
}
