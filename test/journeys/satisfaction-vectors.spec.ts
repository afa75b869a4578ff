import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anOrder } from './example-book.js';
import { RunningServer } from './running-server.js';

const data = process.env.VILFREDO_TEST_DATA;
const given = data === undefined ? it.skip : it;

interface Vector {
  readonly name: string;
  /** Day and overall rating, 1-5. */
  readonly ratings: readonly (readonly [string, number])[];
  readonly asOf: string;
  readonly expected: {
    readonly riskClass: number | null;
    readonly evidence: string;
    readonly flags: readonly string[];
  };
}

interface Shown {
  readonly satisfaction: { readonly class: number | null; readonly evidence: string; readonly flags: string[] } | null;
}

/** In which the same ratings are sent. */
const orders = {
  'in their order': (ratings: readonly object[]) => [ratings],
  'the last first': (ratings: readonly object[]) => ratings.toReversed().map((rating) => [rating]),
  'one from each end': (ratings: readonly object[]) =>
    ratings.map((_, i) => ratings.at(i % 2 === 0 ? i / 2 : -(i + 1) / 2)!).map((rating) => [rating]),
  'all of them twice': (ratings: readonly object[]) => [[...ratings, ...ratings], ratings],
};

function vectors(): readonly Vector[] {
  const file = join(data!, '..', 'reference', 'scoring-vectors.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { satisfactionClasses: { vectors: Vector[] } }).satisfactionClasses
    .vectors;
}

describe('satisfaction classes of the reference, by the routes (VILFREDO_TEST_DATA)', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await RunningServer.prepare();
    await server.start();
  }, 60_000);
  afterAll(() => server.dispose());

  given(
    'given ratings in any order and twice, when the customer is shown as of then, then the class is right',
    async () => {
      const told = vectors().flatMap((vector, v) =>
        Object.entries(orders).map(([order, inOrder], o) => ({ vector, order, inOrder, customerId: `c-${v}-${o}` })),
      );
      expect(told.length).toBeGreaterThan(50);
      await server.tell(
        told.map(({ customerId, vector }) => anOrder(`o-${customerId}`, customerId, Date.parse(vector.asOf))),
      );
      for (const { customerId, vector, inOrder } of told) {
        const ratings = vector.ratings.map(([day, overall], i) => ({
          source: 'survey',
          ratingId: `${customerId}-${i}`,
          customerId,
          at: `${day}T09:00:00Z`,
          rating: { min: 1, max: 5, overall },
        }));
        for (const some of inOrder(ratings)) if (some.length > 0) await server.post('/ratings', some);
      }
      await server.quiet();

      for (const { customerId, vector, order } of told) {
        const { name, asOf, ratings, expected } = vector;
        const { satisfaction } = await server.get<Shown>(`/customers/${customerId}?asOf=${asOf}T12:00:00Z`);
        const { riskClass, evidence, flags } = expected;
        const wanted = ratings.length === 0 ? null : { class: riskClass, evidence, flags };
        const found = satisfaction && {
          class: satisfaction.class,
          evidence: satisfaction.evidence,
          flags: satisfaction.flags,
        };
        expect({ name, order, found }).toEqual({ name, order, found: wanted });
      }
    },
    120_000,
  );
});
