import { type Figures, figuresLine, figuresOf, isMet } from './figures.js';

const figures: Figures = {
  bench: 'embedded',
  ours: 30_123.4,
  peer: 50_000,
  ratios: [0.61, 0.6, 0.62],
  unit: 'events/s',
  target: { atLeast: 0.5 },
};

describe('the line that a bench ends with', () => {
  it('names ours, peer, the median ratio, its interval, the rounds and the unit', () => {
    expect(figuresLine(figures)).toBe(
      'bench=embedded ours=30123 peer=50000 ratio=0.61 lo=0.60 hi=0.62 rounds=3 unit=events/s target=>=0.5 met=true',
    );
  });

  it('says what else there is to say', () => {
    expect(figuresLine({ ...figures, more: { p99_ms: 12.345 } })).toMatch(/met=true p99_ms=12\.3$/);
  });

  it('tells a ratio of next to nothing from nothing', () => {
    expect(figuresLine({ ...figures, ratios: [0.00345] })).toMatch(/ ratio=0\.0034 /);
    expect(figuresLine({ ...figures, ratios: [0] })).toMatch(/ ratio=0 /);
  });

  it('judges nothing where there is no target', () => {
    const { target: _, ...told } = figures;
    expect(figuresLine(told)).toMatch(/unit=events\/s$/);
    expect(isMet(told)).toBe(true);
  });

  it('says why something was not measured', () => {
    expect(figuresLine({ bench: 'online-retail', why: 'no data' })).toBe('bench=online-retail not measured: no data');
  });
});

describe('a target', () => {
  it('is met by the median of the rounds, not by the ratio of the medians', () => {
    const rounds = [
      { ours: 1, peer: 10 },
      { ours: 10, peer: 10 },
      { ours: 100, peer: 120 },
    ];
    expect(figuresOf(rounds)).toEqual({ ours: 10, peer: 10, ratios: [0.1, 1, 100 / 120] });
    expect(isMet({ ...figures, ...figuresOf(rounds), target: { atLeast: 0.8 } })).toBe(true);
    expect(isMet({ ...figures, ...figuresOf(rounds), target: { atMost: 0.8 } })).toBe(false);
  });
});
