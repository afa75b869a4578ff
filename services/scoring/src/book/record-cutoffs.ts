import { type CutoffsRecorded, derivedId, type Written, write } from '@vilfredo/events';
import type { Era } from '../eras/era.js';
import { populationCutoffs } from '../value/population-cutoffs.js';
import { productCutoffs } from '../value/product-cutoffs.js';
import type { Population } from './population.js';

/** Products told in one event: an event stays well below what a broker takes. */
const productsPerPart = 200;

/** The events that record a population's cut-offs as epoch `number`. Ids follow from the number: an epoch is recorded once. */
export function recordCutoffs(population: Population, { policy }: Pick<Era, 'policy'>, number: number): Written[] {
  const products = productCutoffs(population.products, policy.products);
  const parts = Math.max(1, Math.ceil(products.length / productsPerPart));
  const asOf = new Date(population.asOf).toISOString();
  const correlationid = derivedId('population', `epoch:${number}`, 'CutoffsRecorded');
  return Array.from({ length: parts }, (_, i) => {
    const recorded: CutoffsRecorded = {
      epoch: number,
      asOf,
      policy: policy.name,
      part: i + 1,
      parts,
      ...(i === 0 ? { population: populationCutoffs(population, policy) } : {}),
      products: products.slice(i * productsPerPart, (i + 1) * productsPerPart),
    };
    const id = derivedId('population', `epoch:${number}:${i + 1}`, 'CutoffsRecorded');
    return write('CutoffsRecorded', { id, subject: 'population', time: asOf, correlationid }, recorded);
  });
}
