/** How a test that needs real data says so in its name. */
const needsRealData = /VILFREDO_TEST_DATA|test data|real data/i;

/**
 * @param {import('./static-check.mjs').Result[]} results
 * @param {{ realDataExpected: boolean }} circumstances whether this machine has the real data, so that its tests must run
 * @returns {{ passed: string[], failed: string[], skipped: string[] }} names
 */
export function tallyOf(results, { realDataExpected }) {
  const isMissing = ({ name, status }) => status === 'skipped' && realDataExpected && needsRealData.test(name);
  const named = (wanted) => results.filter(({ status }) => status === wanted);
  return {
    passed: named('passed').map(({ name }) => name),
    failed: [
      ...named('failed').map(({ name }) => name),
      ...results.filter(isMissing).map(({ name }) => `${name} (skipped, although its data is there)`),
    ],
    skipped: named('skipped')
      .filter((result) => !isMissing(result))
      .map(({ name }) => name),
  };
}

/** What a run says last: the names that matter, then the counts. */
export function closingLines({ passed, failed, skipped }) {
  return [
    ...failed.map((name) => `failed: ${name}`),
    ...skipped.map((name) => `skipped: ${name}`),
    `${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ];
}
