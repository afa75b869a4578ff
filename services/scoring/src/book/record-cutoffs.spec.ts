import { type CutoffsRecorded, read } from '@vilfredo/events';
import { cutoffsRecorded, examplePolicy } from '@vilfredo/testing';
import { members } from '../../test/example-members.js';
import { EpochAssembly } from '../eras/era.js';
import { buyerPlace } from '../value/product-cutoffs.js';
import type { Population } from './population.js';
import { recordCutoffs } from './record-cutoffs.js';

const policy = { ...examplePolicy, products: { keyShare: 0.2, strongShare: 0.04, minBuyers: 1 } };
const book = members(10, (n) => ({ amount: n * 100 }));

function population(skus: number): Population {
  const places = book.map(({ id, amount, quantity }) => buyerPlace(id, { amount, quantity }));
  const products = new Map(Array.from({ length: skus }, (_, i) => [`sku-${i}`, places] as const));
  return {
    asOf: 0,
    buyers: book,
    active: book,
    products,
    customers: 10,
    prospects: 0,
    events: 10,
    currency: 'EUR',
    currencies: ['EUR'],
  };
}
const parts = (recorded: ReturnType<typeof recordCutoffs>) =>
  recorded.map((event) => read(event).payload as CutoffsRecorded);

describe('an epoch of cut-offs', () => {
  it('is recorded as events that keep to their contract, with the population in the first part only', () => {
    const told = parts(recordCutoffs(population(450), { policy }, 3));
    expect(told.map(({ epoch, part, parts, products }) => [epoch, part, parts, products.length])).toEqual([
      [3, 1, 3, 200],
      [3, 2, 3, 200],
      [3, 3, 3, 50],
    ]);
    expect(told.map(({ population }) => population?.active)).toEqual([10, undefined, undefined]);
  });

  it('has one part where there are no products', () => {
    expect(parts(recordCutoffs(population(0), { policy }, 1))).toMatchObject([{ part: 1, parts: 1, products: [] }]);
  });

  it('has ids that follow from its number, so that it is recorded once', () => {
    const ids = (number: number) => recordCutoffs(population(450), { policy }, number).map(({ id }) => id);
    expect(ids(3)).toEqual(ids(3));
    expect(new Set([...ids(3), ...ids(4)]).size).toBe(6);
  });
});

describe('putting an epoch together', () => {
  const told = parts(recordCutoffs(population(450), { policy }, 3));

  it('is done with its last part, with every product', () => {
    const assembly = new EpochAssembly();
    expect(told.map((part) => assembly.add(part)?.number)).toEqual([undefined, undefined, 3]);
  });

  it('comes to what was measured', () => {
    const assembly = new EpochAssembly();
    const epoch = told.map((part) => assembly.add(part)).at(-1)!;
    expect(epoch.products.size).toBe(450);
    expect(epoch.population).toEqual(told[0]!.population);
  });

  it('begins again with a first part, and makes nothing of parts of two epochs', () => {
    const assembly = new EpochAssembly();
    assembly.add(told[0]!);
    const other = parts(recordCutoffs(population(450), { policy }, 4));
    expect(assembly.add(other[1]!)).toBeNull();
    expect(assembly.add(told[1]!)).toBeNull();
    expect(told.map((part) => assembly.add(part)?.number)).toEqual([undefined, undefined, 3]);
  });

  it('takes an epoch of one part at once', () => {
    const single = read(cutoffsRecorded({ epoch: 7 })).payload as CutoffsRecorded;
    expect(new EpochAssembly().add(single)?.number).toBe(7);
  });
});
