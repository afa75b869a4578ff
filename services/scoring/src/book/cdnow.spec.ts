import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { concentrationOf } from '@vilfredo/scoring-model';

const dir = process.env.VILFREDO_TEST_DATA;
const onRealData = dir ? it : it.skip;
const why = dir ? '' : ' (skipped: VILFREDO_TEST_DATA names no folder)';

/** Cents by customer of the CDNOW file, most first. */
async function amounts(folder: string): Promise<number[]> {
  const text = gunzipSync(await readFile(`${folder}/cdnow-master.txt.gz`)).toString();
  const byCustomer = new Map<string, number>();
  for (const row of text.split('\n')) {
    const [, customer, dollars] = /^\s*(\d+)\s+\d{8}\s+\d+\s+([\d.]+)/.exec(row) ?? [];
    if (customer === undefined) continue;
    byCustomer.set(customer, (byCustomer.get(customer) ?? 0) + Math.round(Number(dollars) * 100));
  }
  return [...byCustomer.values()].sort((a, b) => b - a);
}

// The expected figures were computed independently of this code from the file of Fader and Hardie.
describe(`the concentration of the CDNOW customers over 78 weeks${why}`, () => {
  onRealData(
    'is a Gini of .6346, with .6778 of the amount in the first fifth and .3286 in the first fifth of that',
    async () => {
      const book = concentrationOf(await amounts(dir!), { share: 0.2, abcA: 0.8, abcB: 0.95 });
      const shares = [book.gini, book.topShare, book.coreShare].map((share) => Math.round(share * 1e4) / 1e4);
      expect([book.n, ...shares]).toEqual([23_570, 0.6346, 0.6778, 0.3286]);
    },
  );
});
