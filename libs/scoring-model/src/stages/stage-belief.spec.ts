import fc from 'fast-check';
import { type Cue, cues, stageOfCue, stages } from './stage.js';
import { afterSignal, asOfLater, shippedStageRules, stageBelief, unaware } from './stage-belief.js';

const allCues: readonly Cue[] = stages.flatMap((stage) => [...cues[stage]]);

describe('the stage of a customer', () => {
  it('given no signal, then they observe', () => {
    expect(stageBelief([], 20)).toMatchObject({ stage: 'observe', probability: 1 });
  });

  it.each(stages)('given one cue of %s, then that is the most probable stage', (stage) => {
    for (const cue of cues[stage]) expect(stageBelief([{ day: 3, cue }], 3).stage).toBe(stage);
  });

  it('given a question for the price, then about two to one that they are interested', () => {
    const { stage, probability } = stageBelief([{ day: 0, cue: 'price' }], 0);
    expect(stage).toBe('interest');
    expect(probability).toBeCloseTo(0.68, 2);
  });

  it('given the way from question to order, then they come along it', () => {
    const way: Cue[] = ['price', 'usage', 'better', 'objection', 'hesitate', 'like', 'order'];
    const reached = way.map(
      (_, i) =>
        stageBelief(
          way.slice(0, i + 1).map((cue, day) => ({ day, cue })),
          i,
        ).stage,
    );
    expect(reached).toEqual(['interest', 'interest', 'comparison', 'comparison', 'trust', 'trust', 'action']);
  });

  it('given an objection, even a hostile one, then they compare', () => {
    expect(stageOfCue('objection')).toBe('comparison');
  });

  it('given sixty days of silence, then half of what was believed has gone back to observing', () => {
    const belief = stageBelief([{ day: 0, cue: 'order' }], 0);
    const later = asOfLater(belief, 60);
    expect(later.probabilities.action).toBeCloseTo(belief.probabilities.action / 2, 12);
    expect(stageBelief([{ day: 0, cue: 'order' }], 600).stage).toBe('observe');
  });

  it('given one signal at a time, then the belief is that of all together', () => {
    const signals = [
      { day: 0, cue: 'price' },
      { day: 9, cue: 'cheaper' },
      { day: 30, cue: 'accept' },
    ] as const;
    let belief = unaware(0);
    for (const signal of signals) belief = afterSignal(belief, signal);
    expect(asOfLater(belief, 40)).toEqual(stageBelief(signals, 40));
  });

  it('given rules in which customers never leap, then nobody is two stages on after one signal', () => {
    const { probabilities } = stageBelief([{ day: 0, cue: 'accept' }], 0, { ...shippedStageRules, leap: 0 });
    expect(probabilities.comparison + probabilities.trust + probabilities.action).toBe(0);
  });

  it('given any signals, then the five chances sum to 1', () => {
    const signal = fc.record({ after: fc.double({ min: 0, max: 500, noNaN: true }), cue: fc.constantFrom(...allCues) });
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 40 }), (steps) => {
        let day = 0;
        const signals = steps.map(({ after, cue }) => {
          day += after;
          return { day, cue };
        });
        const { probabilities } = stageBelief(signals, day + 10);
        expect(stages.reduce((sum, stage) => sum + probabilities[stage], 0)).toBeCloseTo(1, 12);
        for (const stage of stages) expect(probabilities[stage]).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the shipped rules', () => {
  it('have rows of chances, and every cue is likeliest in its own stage', () => {
    const { stay, advance, back, emissions } = shippedStageRules;
    expect(stay + advance + back).toBeCloseTo(1, 12);
    for (const shown of stages) {
      expect(stages.reduce((sum, other) => sum + emissions[shown][other], 0)).toBeCloseTo(1, 12);
      for (const other of stages) expect(emissions[shown][shown]).toBeGreaterThanOrEqual(emissions[other][shown]);
    }
  });
});
