import { chance, pick, pickCumulative, type Random } from './random.js';

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  /** Euro cents. */
  readonly cents: number;
}

/** Five articles a category with the price of their smallest size, in euro cents. */
const articles: Readonly<Record<string, readonly (readonly [name: string, cents: number])[]>> = {
  garden: [
    ['Plant pot', 690],
    ['Garden hose', 1890],
    ['Secateurs', 1490],
    ['Raised bed', 4990],
    ['Watering can', 990],
  ],
  household: [
    ['Storage box', 590],
    ['Laundry basket', 1290],
    ['Clothes airer', 2490],
    ['Waste bin', 1990],
    ['Cleaning set', 890],
  ],
  kitchen: [
    ['Frying pan', 2290],
    ['Mixing bowl', 790],
    ['Chopping board', 1190],
    ['Kitchen scales', 2790],
    ['Spice jars', 650],
  ],
  lights: [
    ['T-light holder', 290],
    ['Table lamp', 2990],
    ['Fairy lights', 990],
    ['Lantern', 1590],
    ['LED bulbs', 850],
  ],
  textiles: [
    ['Cushion cover', 890],
    ['Bath towel', 1290],
    ['Blanket', 2690],
    ['Table cloth', 1790],
    ['Bed linen', 3490],
  ],
  tools: [
    ['Screwdriver set', 1690],
    ['Cordless drill', 5990],
    ['Tape measure', 590],
    ['Tool box', 2190],
    ['Wall anchors', 390],
  ],
  office: [
    ['Copy paper', 490],
    ['Ring binders', 790],
    ['Desk lamp', 2590],
    ['Envelopes', 390],
    ['Filing tray', 1090],
  ],
  gifts: [
    ['Advent calendar', 1490],
    ['Greeting cards', 390],
    ['Gift box', 590],
    ['Photo frame', 990],
    ['Music box', 1990],
  ],
};

const sizes = [
  ['small', 1],
  ['medium', 1.6],
  ['large', 2.5],
] as const;

/** Prices end in 5 or 0 cents. */
function priced(cents: number, factor: number): number {
  return Math.round((cents * factor) / 5) * 5;
}

function build(): readonly Product[] {
  return Object.entries(articles).flatMap(([category, list]) =>
    list.flatMap(([name, cents], article) =>
      sizes.map(([size, factor], index) => ({
        sku: `${category.slice(0, 3).toUpperCase()}-${article + 1}${index + 1}`,
        name: `${name}, ${size}`,
        category,
        cents: priced(cents, factor),
      })),
    ),
  );
}

/** 120 products in 8 categories; the same in every demo enterprise. */
export const catalogue: readonly Product[] = build();

export const categories: readonly string[] = Object.keys(articles);

/** Sells from November to Christmas and hardly ever otherwise. */
export const seasonalProduct: Product = catalogue.find((product) => product.name === 'Advent calendar, medium')!;

const byCategory = new Map(
  categories.map((category) => [
    category,
    catalogue.filter((product) => product.category === category && product !== seasonalProduct),
  ]),
);

/** Running sums of 1/rank: a few products of a category sell well, the rest less and less. */
function zipf(length: number): readonly number[] {
  let sum = 0;
  return Array.from({ length }, (_, rank) => {
    sum += 1 / (rank + 1);
    return sum;
  });
}

const ranks = new Map([...byCategory].map(([category, products]) => [category, zipf(products.length)]));

function seasonalShare(month: number): number {
  if (month === 10) return 0.12;
  return month === 11 ? 0.1 : 0.0004;
}

/**
 * What one line of an order is about.
 * @param favourites the customer's categories, the dearest first
 * @param month of the order, 0 is January
 */
export function chooseProduct(random: Random, favourites: readonly string[], month: number): Product {
  if (chance(random, seasonalShare(month))) return seasonalProduct;
  const category = chance(random, 0.8) ? pick(random, favourites) : pick(random, categories);
  const products = byCategory.get(category)!;
  return products[pickCumulative(random, ranks.get(category)!)]!;
}
