import { CustomerRegistered, channels, contactPointKinds, wholeSchema } from '@vilfredo/events';
import { intakeAnswer, intakeProblem, is, json, manyOf, type RouteWords, type Schema } from '@vilfredo/service';

const { ownerId, household, fields } = (
  wholeSchema(CustomerRegistered) as { properties: Readonly<Record<string, Schema>> }
).properties;
const most = 50;

const registration: Schema = {
  title: 'CustomerStatement',
  type: 'object',
  properties: {
    kind: is.says('Is not looked at: a customer is known by the address it is sent to.', is.anything),
    ownerId,
    household,
    fields,
    source: { ...is.orNull(is.upTo(100)), default: 'registry' },
    customerId: is.upTo(200),
    at: is.says('When it was said; now when absent.', is.orNull(is.text)),
    name: is.says('Personal.', is.orNull({ type: 'string', maxLength: 300 })),
    birthday: is.says('Personal.', is.orNull(is.day)),
    contactPoints: {
      type: ['array', 'null'],
      maxItems: most,
      description: 'Personal.',
      items: {
        ...is.object<{ kind: unknown; value: unknown }>({ kind: is.oneOf(contactPointKinds), value: is.upTo(1_000) }),
        additionalProperties: false,
      },
    },
    consent: {
      type: ['array', 'null'],
      maxItems: most,
      items: {
        ...is.object<{ channel: unknown; granted: unknown }>({
          channel: is.oneOf([...channels, 'any']),
          granted: is.flag,
        }),
        additionalProperties: false,
      },
    },
  },
  required: ['customerId'],
  additionalProperties: false,
};

export const registering: RouteWords = {
  summary: 'Takes what is said of customers; answered once the log has every usable one.',
  query: { dryRun: { ...is.says('Each is checked, and nothing is recorded.', is.flag), default: false } },
  body: manyOf(registration),
  answers: { 202: json(intakeAnswer), 200: json(intakeAnswer) },
  problem: intakeProblem,
};
