import type { EventLog } from '@vilfredo/event-sourcing';
import { eventually, orderPlaced } from '@vilfredo/testing';
import { logWith, type RuntimeUnderTest, settledRuntime } from '../../test/runtime-under-test.js';

const buyersIn = ({ runtime }: RuntimeUnderTest) => runtime.book.era.epoch?.population.buyers;

describe('given an order that is recorded after the population was read and before its cut-offs', () => {
  let scoring: RuntimeUnderTest;
  beforeEach(async () => {
    scoring = await settledRuntime({ seen: overtaken, tickMs: 1_000_000 });
  });
  afterEach(() => scoring.dispose());

  /** A log in which somebody's order overtakes the first cut-offs. */
  function overtaken(real: EventLog): EventLog {
    let overtaking = true;
    return logWith(real, {
      append: async (events) => {
        if (events[0]?.type === 'CutoffsRecorded' && overtaking) {
          overtaking = false;
          await real.append([orderPlaced({ customer: 'late' })]);
        }
        return real.append(events);
      },
    });
  }

  it('when everything settles, then the cut-offs are taken again, with that order in them', async () => {
    expect(buyersIn(scoring)).toBe(1);
    await scoring.runtime.settle();
    expect(buyersIn(scoring)).toBe(2);
  });

  it('when nothing has happened since, then they are not', async () => {
    await scoring.runtime.settle();
    const { epoch } = scoring.runtime.book.era;
    await scoring.runtime.settle();
    expect(scoring.runtime.book.era.epoch).toBe(epoch);
  });
});

describe('given a book that has settled in its cut-offs', () => {
  let scoring: RuntimeUnderTest;
  beforeEach(async () => {
    scoring = await settledRuntime();
  });
  afterEach(() => scoring.dispose());

  it('when nothing comes, then it is at rest', async () => {
    expect(await scoring.runtime.isMoving()).toBe(false);
  });

  it('when somebody orders, then it is on its way until everybody has entered the cut-offs with that order', async () => {
    const { runtime, log } = scoring;
    await log.append([orderPlaced({ customer: 'late' })]);
    await eventually(async () => expect(await runtime.isMoving()).toBe(true));
    await eventually(async () => expect(await runtime.isMoving()).toBe(false), { timeout: 15_000, every: 20 });
    expect(buyersIn(scoring)).toBe(2);
  }, 20_000);
});
