import { readdirSync, readFileSync } from 'node:fs';
import { Failure } from '@vilfredo/event-sourcing';
import { PolicyActivated, violations } from '@vilfredo/events';
import { defaultPolicy } from './default-policy.js';
import { readPolicy } from './read-policy.js';

const shipped = new URL('../../../../examples/policies/', import.meta.url);

function refusal(json: unknown): Failure {
  try {
    readPolicy(json);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the default policy', () => {
  it('is right by its own rules', () => {
    expect(violations(PolicyActivated, { policy: defaultPolicy })).toEqual([]);
  });

  it('weighs recency .40, amount .30, quantity .15 and the single product .15', () => {
    expect(defaultPolicy.criteria).toEqual([
      { name: 'recency', weight: 0.4 },
      { name: 'amount', weight: 0.3 },
      { name: 'quantity', weight: 0.15 },
      { name: 'singleProduct', weight: 0.15 },
    ]);
  });
});

describe('a policy from a file', () => {
  it('is the default where it says nothing, section by section', () => {
    const policy = readPolicy({ name: 'mine', tiers: { share: 0.1 }, window: 'all' });
    expect(policy).toEqual({
      ...defaultPolicy,
      name: 'mine',
      window: 'all',
      tiers: { ...defaultPolicy.tiers, share: 0.1 },
    });
    expect(readPolicy({})).toEqual(defaultPolicy);
  });

  it('names what it does not know, wherever that stands', () => {
    const refused = refusal({ churn: { bandz: {}, bands: { hi: 1 } }, alerts: { ruls: [] }, tears: {} });
    expect(refused.reason).toBe(
      'churn.bandz is not known there; churn.bands.hi is not known there; alerts.ruls is not known there; tears is no section of a policy',
    );
    expect(refused.field).toBe('churn.bandz');
  });

  it('takes a currency, and none where it says null', () => {
    expect(readPolicy({ currency: 'GBP' }).currency).toBe('GBP');
    expect(readPolicy({ currency: null })).toEqual(defaultPolicy);
  });

  it('takes a second pass by one product', () => {
    const { tiers } = readPolicy({ tiers: { secondPass: { by: 'product', of: 'cup' } } });
    expect(tiers.secondPass).toEqual({ by: 'product', of: 'cup' });
  });

  it.each([
    [{ criteria: [{ name: 'recency', weight: -1 }] }, 'criteria.0.weight'],
    [{ criteria: [{ name: 'amount', weight: 1 }] }, 'criteria'],
    [{ criteria: [] }, 'criteria'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ window: 0 }, 'window'],
    [{ window: '365' }, 'window'],
    [{ tiers: { share: 1.5 } }, 'tiers.share'],
    [{ tiers: null }, 'tiers'],
    [{ tiers: { abcA: 0.95, abcB: 0.8 } }, 'tiers.abcB'],
    [{ tiers: { secondPass: { by: 'product' } } }, 'tiers.secondPass.of'],
    [{ tiers: { secondPass: { by: 'category', of: null } } }, 'tiers.secondPass.of'],
    [{ products: { strongShare: 0.5 } }, 'products.strongShare'],
    [{ activeList: { rule: 'always' } }, 'activeList.rule'],
    [{ currency: 'POUND' }, 'currency'],
    [{ tears: {} }, 'tears'],
    [[], 'policy'],
    ['v1', 'policy'],
    [null, 'policy'],
  ])('is refused as %j, naming %s', (json, field) => {
    const { kind, message } = refusal(json);
    expect(kind).toBe('invalid');
    expect(message).toContain(field);
  });

  it('is refused with every wrong field at once', () => {
    const { message } = refusal({ window: -1, timeZone: 'Nowhere', publication: { valueStep: 0 } });
    for (const field of ['window', 'timeZone', 'publication.valueStep']) expect(message).toContain(field);
  });

  it.each(readdirSync(shipped))('is taken as it is shipped in %s', (file) => {
    const json = JSON.parse(readFileSync(new URL(file, shipped), 'utf8')) as { name: string };
    expect(readPolicy(json).name).toBe(json.name);
  });

  it('does not take a prototype for a section', () => {
    expect(refusal(JSON.parse('{"__proto__": {"name": "x"}}')).message).toContain('__proto__');
  });
});
