/** What the environment says to the benches. */
export interface BenchConfig {
  /** The folder of public data sets, when there is one. */
  readonly data?: string;
}

export function readConfig(): BenchConfig {
  const data = process.env.VILFREDO_TEST_DATA;
  return data === undefined || data === '' ? {} : { data };
}
