import { Policy, wholeSchema } from '@vilfredo/events';
import { bodyOf, is, json, type RouteWords, type Schema } from '@vilfredo/service';

export const policy: Schema = wholeSchema(Policy);

/** What is left out is as in the default policy, section by section; a list stands for itself, and so does what may be null. */
export const policyGiven: Schema = partly(policy);

function partly(schema: Schema): Schema {
  const { required: _, title, properties, ...rest } = schema;
  if (typeof properties !== 'object' || properties === null) return schema;
  const fields = Object.entries(properties).map(([name, field]) => [name, partly(field as Schema)]);
  return {
    ...(typeof title === 'string' && { title: `${title}Given` }),
    ...rest,
    properties: Object.fromEntries(fields),
  };
}

const activated = is.shape<{ policy: string; activated: boolean }>('PolicyActivation', {
  policy: is.text,
  activated: is.says('False where these rules are in force already.', is.flag),
});

export const show: RouteWords = { summary: 'The rules in force.', answers: { 200: json(policy) } };

export const activate: RouteWords = {
  summary: 'Puts a policy in force from here on. Its name must be a new one.',
  body: bodyOf(policyGiven),
  answers: { 202: json(activated) },
  problems: [409],
};
