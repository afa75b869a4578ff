import { type ServedScoring, servedScoring } from '../../test/served-scoring.js';

describe('what is not there', () => {
  let scoring: ServedScoring;
  beforeEach(async () => {
    scoring = await servedScoring();
  });
  afterEach(() => scoring.dispose());

  it.each([
    ['/customers/ann@example.com', 'no customer', 'id'],
    ['/customers/ann@example.com/timeline', 'no customer', 'id'],
    ['/customers/ann@example.com/history', 'no customer', 'id'],
    ['/customers/early?asOf=2001-01-01', 'nothing was known of this customer then', 'asOf'],
    ['/customers/early?knownAt=2001-01-01', 'nothing was known of this customer then', 'knownAt'],
    ['/customers/early?asOf=2026-03-02&knownAt=2001-01-01', 'nothing was known of this customer then', 'knownAt'],
    ['/products/ann@example.com/customers', 'nobody bought it in the window', 'sku'],
    ['/parked/ann@example.com', 'nothing is parked on this key', 'key'],
    ['/nowhere/ann@example.com', 'there is nothing at this address', null],
  ])(
    'given %s, when it is asked for, then the answer says which thing, and repeats nothing',
    async (url, reason, field) => {
      const { status, text } = await scoring.get(url);
      expect(status).toBe(404);
      expect(JSON.parse(text)).toMatchObject({ reason, field });
      expect(text).not.toMatch(/ann|early/);
    },
  );
});
