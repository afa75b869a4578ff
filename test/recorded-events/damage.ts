import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const text = fc.oneof(
  fc.constantFrom(
    '',
    'EUR',
    'eur',
    'XYZ',
    '12.50',
    '1e3',
    'all',
    'Europe/Berlin',
    '2026-02-30',
    '2026-W07',
    'recency',
    'top',
  ),
  fc.string({ unit: fc.constantFrom('a', '🙂', '️', '\ud83d', '0'), maxLength: 320 }),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 1, 1.5, 36_501, 1e9, 1e14, [], {}, [[]], [{}]),
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue() as fc.Arbitrary<Json>,
);
/** Where, and what happens there: another value, the value gone, or the value doubled in its list. */
const blow = fc.record({ at: fc.nat(), how: fc.constantFrom('replace', 'replace', 'remove', 'double'), value });

/** A payload after up to three blows; with none it is whole. */
export function damaged(payload: unknown): fc.Arbitrary<unknown> {
  return fc.array(blow, { maxLength: 3 }).map((blows) => {
    const copy = structuredClone(payload) as Json;
    for (const { at, how, value: other } of blows) {
      const places = placesIn(copy);
      const place = places[at % Math.max(places.length, 1)];
      if (place !== undefined) strike(place, how, other);
    }
    return copy;
  });
}

interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string;
}

function placesIn(node: Json): readonly Place[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.keys(node).flatMap((key) => [
    { holder: node, key },
    ...placesIn((node as { [key: string]: Json })[key]!),
  ]);
}

function strike({ holder, key }: Place, how: string, other: Json): void {
  if (how === 'remove' && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (how === 'remove') delete (holder as { [key: string]: Json })[key];
  else if (how === 'double' && Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]!));
  else
    Object.defineProperty(holder, key, {
      value: structuredClone(other),
      enumerable: true,
      writable: true,
      configurable: true,
    });
}
