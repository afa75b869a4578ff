import type { BenchConfig } from './config.js';
import type { Figures, NotMeasured } from './figures.js';

export interface BenchSettings extends BenchConfig {
  readonly rounds?: number;
}

export interface Bench {
  readonly name: string;
  readonly about: string;
  /** @returns one row or several, the one that the bench is named after last */
  measure(tell: (text: string) => void, settings: BenchSettings): Promise<readonly (Figures | NotMeasured)[]>;
}
