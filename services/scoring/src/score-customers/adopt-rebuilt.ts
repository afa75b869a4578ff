import type { ParkingLot, Projector, ViewCollection } from '@vilfredo/event-sourcing';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { tellAnew } from '../assess-customer/tell-anew.js';
import type { Era } from '../eras/era.js';

/** What a rebuild comes to: views, and what could not be folded into them. */
export interface RebuiltBook {
  readonly views: ViewCollection;
  readonly parked: ViewCollection;
}

/** Customers whose scores may be others than were told. */
export interface Anew {
  readonly customers: readonly string[];
  /** When that was found, epoch ms. */
  readonly at: number;
}

export interface AdoptingBook {
  readonly views: Pick<ViewCollection, 'replaceWith'>;
  readonly parking: Pick<ParkingLot, 'include' | 'keepOnly'>;
  readonly projector: Pick<Projector<CustomerScore>, 'publishWaiting' | 'touch'>;
  /** The rules and cut-offs in force. */
  readonly era: () => Era;
  /** Nothing kept in memory holds any more. */
  readonly forget: () => void;
}

/** Customers whose changes are saved together. */
const handful = 500;

/**
 * Puts rebuilt views in the place of the live ones, and what is parked beside them; then tells what the feed has told
 * otherwise. A crash within it leaves events that are parked for nothing, none that are missed, and what it has not told
 * is told with the customer's next change. Nothing else may happen meanwhile.
 * @returns the number of changes told
 */
export async function adoptRebuilt(book: AdoptingBook, rebuilt: RebuiltBook, anew: Anew): Promise<number> {
  const { views, parking, projector, era, forget } = book;
  // Changes wait with the views that they are about: with these they would be gone.
  await projector.publishWaiting();
  await parking.include(rebuilt.parked);
  try {
    await views.replaceWith(rebuilt.views);
  } finally {
    forget();
  }
  await parking.keepOnly(rebuilt.parked);
  let told = 0;
  for (let from = 0; from < anew.customers.length; from += handful) {
    await projector.touch(anew.customers.slice(from, from + handful), (score) => {
      const changes = tellAnew(score, era(), anew.at);
      told += changes?.length ?? 0;
      return changes;
    });
  }
  return told;
}
