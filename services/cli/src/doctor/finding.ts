/** What one check found. */
export interface Finding {
  readonly check: string;
  /** `wrong` is to be mended; `notice` is worth knowing. */
  readonly state: 'ok' | 'notice' | 'wrong';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}
