import { type ServedScoring, servedScoring } from '../test/served-scoring.js';

describe('the figures of scoring', () => {
  let scoring: ServedScoring;
  beforeEach(async () => {
    scoring = await servedScoring();
  });
  afterEach(() => scoring.dispose());

  it('given everything is folded, when they are asked for the first time, then its lag is told in events and in seconds', async () => {
    const { text } = await scoring.get('/metrics');
    expect(text).toMatch(/^vilfredo_lag_events\{group="scoring"\} 0$/m);
    expect(text).toMatch(/^vilfredo_lag_seconds\{group="scoring"\} 0$/m);
    expect(text).toMatch(/^vilfredo_lag_events_now 0$/m);
  });
});
