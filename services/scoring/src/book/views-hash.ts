import { createHash, type Hash } from 'node:crypto';
import type { ViewCollection } from '@vilfredo/event-sourcing';
import canonicalize from 'canonicalize';
import { scoreFromText } from '../assess-customer/customer-score.js';
import { customerView } from '../customers/customer-view.js';
import type { Epoch, Era } from '../eras/era.js';
import { nowhere } from '../value/assess-value.js';
import { populationCutoffs } from '../value/population-cutoffs.js';
import { productCutoffs } from '../value/product-cutoffs.js';
import type { Population } from './population.js';

/** An era with the epoch that the population would be given at this moment. */
export function freshEra(population: Population, era: Era): Era & { epoch: Epoch } {
  const { policy } = era;
  const products = new Map(productCutoffs(population.products, policy.products).map((each) => [each.sku, each]));
  const cutoffs = populationCutoffs(population, policy);
  return { ...era, epoch: { number: 0, asOf: population.asOf, policy: policy.name, population: cutoffs, products } };
}

/**
 * SHA-256 over the canonical JSON (RFC 8785) of every customer's assessment, by ascending id, under cut-offs taken at
 * this moment and without hysteresis: equal facts give equal hashes, whatever deployment worked them out and when.
 */
export async function viewsSha256(views: ViewCollection, population: Population, era: Era): Promise<string> {
  const fresh = freshEra(population, era);
  const hash = createHash('sha256');
  for await (const page of views.snapshot()) {
    for (const { body } of page) addView(hash, customerView(scoreFromText(body), population.asOf, fresh, nowhere));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return hash.digest('hex');
}

function addView(hash: Hash, { seq, epoch, policy, model, ...assessment }: ReturnType<typeof customerView>): void {
  hash.update(canonicalize(assessment) ?? '').update('\n');
}
