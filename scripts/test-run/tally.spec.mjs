import { closingLines, tallyOf } from './tally.mjs';

const results = [
  { name: 'types', status: 'passed' },
  { name: 'walls', status: 'failed' },
  { name: 'online retail (needs VILFREDO_TEST_DATA)', status: 'skipped' },
  { name: 'something else', status: 'skipped' },
];

describe('tally of a test run', () => {
  it('given results of each kind, then names come before the counts, and the counts are the last line', () => {
    expect(closingLines(tallyOf(results, { realDataExpected: false }))).toEqual([
      'failed: walls',
      'skipped: online retail (needs VILFREDO_TEST_DATA)',
      'skipped: something else',
      '1 passed, 1 failed, 2 skipped',
    ]);
  });

  it('given that the real data is there, when a test that needs it was skipped, then that is a failure', () => {
    const { failed, skipped } = tallyOf(results, { realDataExpected: true });
    expect(failed).toEqual(['walls', 'online retail (needs VILFREDO_TEST_DATA) (skipped, although its data is there)']);
    expect(skipped).toEqual(['something else']);
  });
});
