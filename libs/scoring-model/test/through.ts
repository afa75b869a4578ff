/** Goes through a search to its end. */
export function through<Found>(search: Generator<unknown, Found>): Found {
  for (let step = search.next(); ; step = search.next()) if (step.done) return step.value;
}
