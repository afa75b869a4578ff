import { eventually } from '@vilfredo/testing';
import { ConsumerWatch, type WatchSettings } from './consumer-watch.js';

describe('watching a consumer', () => {
  const watches: ConsumerWatch[] = [];
  afterEach(() => {
    for (const watch of watches.splice(0)) watch.stop();
  });
  const watch = (settings: Partial<WatchSettings>) => {
    const seen = { renewed: 0, fatal: [] as Error[], looks: 0 };
    const watching = new ConsumerWatch({
      stuckAfter: 40,
      isBusy: () => false,
      renew: async () => {
        seen.renewed += 1;
      },
      log: () => undefined,
      onFatal: (error) => seen.fatal.push(error),
      ...settings,
      lag: async () => {
        seen.looks += 1;
        return settings.lag?.() ?? 5;
      },
    });
    watches.push(watching);
    watching.start();
    return { seen, watching };
  };

  it('given lag and no deliveries, when time goes by, then the consumer is replaced, and when that does not help it ends', async () => {
    const { seen } = watch({});

    await eventually(() => expect(seen.renewed).toBe(1));
    expect(seen.fatal).toEqual([]);
    await eventually(() => expect(seen.fatal).toHaveLength(1));
    expect(seen.renewed).toBe(1);
  });

  it('given a replacement that gets on, when it is stuck again much later, then it is replaced again', async () => {
    const { seen, watching } = watch({});
    await eventually(() => expect(seen.renewed).toBe(1));
    watching.delivered();

    await eventually(() => expect(seen.renewed).toBe(2));
    expect(seen.fatal).toEqual([]);
  });

  it('given a replacement that never starts, when time goes by, then it ends all the same', async () => {
    const { seen } = watch({ renew: () => new Promise(() => undefined) });

    await eventually(() => expect(seen.fatal).toHaveLength(1));
  });

  it.each<[string, Partial<WatchSettings>]>([
    ['nothing to deliver', { lag: async () => 0 }],
    ['a broker that does not answer', { lag: () => Promise.reject(new Error('no broker')) }],
    ['a batch in hand', { isBusy: () => true }],
  ])('given %s, when time goes by, then the consumer is left alone', async (_, settings) => {
    const { seen } = watch(settings);
    await new Promise((resolve) => setTimeout(resolve, 150));

    expect(seen).toMatchObject({ renewed: 0, fatal: [] });
  });
});
