import { type ServedScoring, servedScoring } from '../../test/served-scoring.js';

describe('the book in figures', () => {
  let scoring: ServedScoring;
  beforeEach(async () => {
    scoring = await servedScoring();
  });
  afterEach(() => scoring.dispose());

  it.each([
    ['', false],
    ['?hash=', false],
    ['?hash=false', false],
    ['?hash=true', true],
  ])('given %p, when they are asked for, then the hash of the views is among them: %p', async (query, isThere) => {
    const { status, text } = await scoring.get(`/summary${query}`);
    expect([status, 'viewsSha256' in JSON.parse(text)]).toEqual([200, isThere]);
  });

  it('given another word for the hash, when they are asked for, then it is refused by name', async () => {
    const { status, text } = await scoring.get('/summary?hash=yes');
    expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining({ field: 'hash' })]);
  });
});
