import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sectionsOfVersion2, type Written } from '@vilfredo/events';
import { policyActivated, satisfactionRated } from '@vilfredo/testing';
import { BookUnderTest } from '../../test/book-under-test.js';
import { customerView } from '../customers/customer-view.js';

const data = process.env.VILFREDO_TEST_DATA;
const given = data === undefined ? it.skip : it;

interface Vector {
  readonly name: string;
  readonly ratings: readonly [string, number][];
  readonly asOf: string;
  readonly expected: {
    readonly riskClass: number | null;
    readonly evidence: string;
    readonly flags: readonly string[];
  };
}

function vectors(): readonly Vector[] {
  const file = join(data!, '..', 'reference', 'scoring-vectors.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { satisfactionClasses: { vectors: Vector[] } }).satisfactionClasses
    .vectors;
}

async function classified(asOf: string, events: readonly Written[]) {
  const book = await BookUnderTest.open();
  try {
    book.clock.set(`${asOf}T12:00:00Z`);
    await book.arrive(policyActivated(sectionsOfVersion2), ...events);
    const score = await book.score();
    return score === undefined ? null : customerView(score, book.clock(), book.book.era, score.standing).satisfaction;
  } finally {
    await book.close();
  }
}

describe('satisfaction classes of the reference (VILFREDO_TEST_DATA)', () => {
  given('come out of events, in any order and told twice', async () => {
    for (const { name, ratings, asOf, expected } of vectors()) {
      const events = ratings.map(([day, overall]) => satisfactionRated({ at: `${day}T09:00:00Z`, overall }));
      const wanted =
        ratings.length === 0 ? null : { class: expected.riskClass, evidence: expected.evidence, flags: expected.flags };
      for (const order of [events, events.toReversed(), [...events, ...events]]) {
        const found = await classified(asOf, order);
        const told = found && { class: found.class, evidence: found.evidence, flags: found.flags };
        expect({ name, ...told }).toEqual({ name, ...wanted });
      }
    }
  });
});
