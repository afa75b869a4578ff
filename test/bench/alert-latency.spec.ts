import { alertLatency } from './alert-latency.js';
import { figuresLine } from './figures.js';

describe('the bench of alerts, on a tiny book', () => {
  it('times ratings from stored to the webhook of their alert', async () => {
    const tiny = { customers: 20, perSecond: 50, seconds: 1, warmUpSeconds: 1 };
    expect(figuresLine(await alertLatency(() => undefined, tiny))).toMatch(
      /^bench=alert-latency ours=\S+ peer=250 .* unit=ms-p99 .* events_per_s=50 alerts=5 /,
    );
  }, 90_000);
});
