import { type ServedScoring, servedScoring } from '../../test/served-scoring.js';

describe('the routes of the feed', () => {
  let scoring: ServedScoring;
  beforeEach(async () => {
    scoring = await servedScoring();
  });
  afterEach(() => scoring.dispose());

  it.each([
    ['/scores/changes?after=zz', {}, 'after'],
    ['/scores/changes?after=999999', {}, 'after'],
    ['/scores/changes/stream?after=zz', {}, 'after'],
    ['/scores/changes/stream', { 'last-event-id': 'zz' }, 'Last-Event-ID'],
    ['/scores/changes/stream?after=0', { 'last-event-id': 'zz' }, 'Last-Event-ID'],
  ])('given %s and %j, when that is no position, then the answer names %s', async (url, headers, field) => {
    const { status, text } = await scoring.get(url, headers);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ field, reason: expect.stringContaining('of this log') });
  });
});
