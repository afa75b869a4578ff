import { Failure } from '@vilfredo/event-sourcing';
import { type Policy, PolicyActivated, undeclared, violations } from '@vilfredo/events';
import { defaultPolicy } from './default-policy.js';

type Sections = { readonly [K in keyof Policy]?: unknown };

/**
 * A policy from JSON: what it does not say is as in the default policy, section by section.
 * @throws Failure `invalid` naming every wrong field at once
 */
export function readPolicy(json: unknown): Policy {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Failure('invalid', 'a policy is a JSON object', { field: 'policy' });
  }
  const policy = completed(json as Sections);
  const wrong = [
    ...undeclared(PolicyActivated, { policy: json }).map((path) => ({
      field: path.replace(/^policy\./, ''),
      reason: path.split('.').length === 2 ? 'is no section of a policy' : 'is not known there',
    })),
    ...violations(PolicyActivated, { policy }).map(({ field, reason }) => ({
      field: field.replace(/^policy\./, ''),
      reason,
    })),
    ...crossed(policy),
  ];
  if (wrong.length > 0) {
    throw new Failure('invalid', wrong.map(({ field, reason }) => `${field} ${reason}`).join('; '), {
      field: wrong[0]!.field,
    });
  }
  return policy;
}

function completed(json: Sections): Policy {
  const given = Object.fromEntries(Object.entries(json).filter(([key, value]) => key !== 'currency' || value !== null));
  return laidOver(defaultPolicy, given) as Policy;
}

/** What is given over what is standard, section in section; a list stands for itself. */
function laidOver(standard: object, given: object): object {
  const whole: Record<string, unknown> = { ...standard };
  for (const [key, value] of Object.entries(given)) {
    const under = whole[key];
    whole[key] = isSection(under) && isSection(value) ? laidOver(under, value) : value;
  }
  return whole;
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What no single field can tell. */
function crossed({ tiers, products }: Policy): { field: string; reason: string }[] {
  const wrong = [];
  if (tiers?.abcA >= tiers?.abcB) wrong.push({ field: 'tiers.abcB', reason: 'must be larger than tiers.abcA' });
  if (products?.strongShare > products?.keyShare) {
    wrong.push({ field: 'products.strongShare', reason: 'must not be larger than products.keyShare' });
  }
  const { by, of } = tiers?.secondPass ?? {};
  if ((by === 'product' || by === 'category') && of == null) {
    wrong.push({ field: 'tiers.secondPass.of', reason: `must name the ${by}` });
  }
  return wrong;
}
