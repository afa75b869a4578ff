/** What was foretold of somebody, and what came: 1 or true when it happened. Higher scores foretell it. */
export interface Forecast {
  readonly score: number;
  readonly happened: boolean;
}

/**
 * Area under the ROC curve: the chance that one to whom it happened scores higher than one to whom it did not, ties half
 * (Mann & Whitney 1947). @returns null unless both kinds are there
 */
export function auc(forecasts: readonly Forecast[]): number | null {
  const happened = countHappened(forecasts);
  const others = forecasts.length - happened;
  if (happened === 0 || others === 0) return null;
  let won = 0;
  let below = 0;
  for (const { total, happened: here } of tiedGroups([...forecasts].sort((a, b) => a.score - b.score))) {
    const missed = total - here;
    won += here * (below + missed / 2);
    below += missed;
  }
  return won / (happened * others);
}

/**
 * How many times more often it happened among the first `share` by score than among all. Who is tied at the edge counts
 * for the part of the tie that is inside. @returns null when it happened to nobody
 */
export function liftAt(forecasts: readonly Forecast[], share: number): number | null {
  const happened = countHappened(forecasts);
  if (happened === 0) return null;
  const first = Math.max(1, Math.round(share * forecasts.length));
  let [inside, hits] = [0, 0];
  for (const { total, happened: here } of tiedGroups([...forecasts].sort((a, b) => b.score - a.score))) {
    const taken = Math.min(total, first - inside);
    hits += (here * taken) / total;
    inside += taken;
    if (inside >= first) break;
  }
  return hits / first / (happened / forecasts.length);
}

function countHappened(forecasts: readonly Forecast[]): number {
  return forecasts.reduce((count, { happened }) => count + (happened ? 1 : 0), 0);
}

/** Runs of equal scores in forecasts that are sorted. */
function* tiedGroups(sorted: readonly Forecast[]): Generator<{ total: number; happened: number }> {
  for (let i = 0; i < sorted.length; ) {
    const { score } = sorted[i]!;
    let [total, happened] = [0, 0];
    for (; i < sorted.length && sorted[i]!.score === score; i++) {
      total++;
      if (sorted[i]!.happened) happened++;
    }
    yield { total, happened };
  }
}
