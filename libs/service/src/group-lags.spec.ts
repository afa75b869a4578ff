import { Metrics } from './metrics.js';

describe('how far groups are behind', () => {
  const lags = { scoring: 0, alerting: 0 };
  const clock = () => now;
  let now = 0;
  let metrics: Metrics;

  beforeEach(() => {
    Object.assign(lags, { scoring: 0, alerting: 0 });
    now = Date.parse('2026-03-01T00:00:00Z');
    metrics = new Metrics();
    for (const group of ['scoring', 'alerting'] as const)
      metrics.lags.watch({ group, clock, lag: async () => lags[group] });
  });

  const told = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('vilfredo_lag_'));

  it('given two groups, when they are asked for the first time, then both figures of both are told', async () => {
    lags.alerting = 3;
    now += 2_000;
    expect(await told()).toEqual([
      'vilfredo_lag_events{group="scoring"} 0',
      'vilfredo_lag_events{group="alerting"} 3',
      'vilfredo_lag_seconds{group="scoring"} 0',
      'vilfredo_lag_seconds{group="alerting"} 2',
    ]);
  });

  it('given a group that stands still, when time goes on, then its seconds grow from what it folded last', async () => {
    lags.scoring = 5;
    now += 60_000;
    metrics.lags.folded('scoring', '2026-03-01T00:00:50.000Z');
    expect(await told()).toContain('vilfredo_lag_seconds{group="scoring"} 10');
    now += 60_000;
    expect(await told()).toContain('vilfredo_lag_seconds{group="scoring"} 70');
  });

  it('given a group that had nothing to do for long, when an event comes, then only the time since is its lag', async () => {
    now += 3_600_000;
    expect(await told()).toContain('vilfredo_lag_seconds{group="scoring"} 0');
    now += 4_000;
    lags.scoring = 1;
    expect(await told()).toContain('vilfredo_lag_seconds{group="scoring"} 4');
  });

  it('given both figures are asked for at once, then each group is asked once', async () => {
    let asked = 0;
    metrics.lags.watch({ group: 'outreach', clock, lag: async () => ++asked });
    await told();
    expect(asked).toBe(1);
  });
});
