import { Failure } from '@vilfredo/event-sourcing';

/** `upstream` is what the client sends, `downstream` what the server answers. */
export type Stream = 'upstream' | 'downstream';

interface Applied {
  readonly stream: Stream;
  /** The probability that a connection gets it, 0-1; 1 when not given. */
  readonly toxicity?: number;
}

/** Delays everything by `latency` milliseconds, more or less `jitter`. */
export interface Latency extends Applied {
  readonly type: 'latency';
  readonly latency: number;
  readonly jitter?: number;
}

/** Lets `rate` kilobytes (1,000 bytes) through each second. */
export interface Bandwidth extends Applied {
  readonly type: 'bandwidth';
  readonly rate: number;
}

/** Passes the end of the stream on `delay` milliseconds late. */
export interface SlowClose extends Applied {
  readonly type: 'slow_close';
  readonly delay: number;
}

/** Drops all data, and closes the connection after `timeout` milliseconds; with 0 it stays open. */
export interface Timeout extends Applied {
  readonly type: 'timeout';
  readonly timeout: number;
}

/** Drops data, and resets the connection (RST) `timeout` milliseconds after the first of them. */
export interface ResetPeer extends Applied {
  readonly type: 'reset_peer';
  readonly timeout: number;
}

/** Cuts data into pieces of `average_size` bytes, more or less `size_variation`, `delay` microseconds apart. */
export interface Slicer extends Applied {
  readonly type: 'slicer';
  readonly average_size: number;
  readonly size_variation?: number;
  readonly delay?: number;
}

/** Closes the connection when `bytes` have gone through. */
export interface LimitData extends Applied {
  readonly type: 'limit_data';
  readonly bytes: number;
}

/** What a connection may suffer, by the names and fields of Shopify's toxiproxy. */
export type Toxic = Latency | Bandwidth | SlowClose | Timeout | ResetPeer | Slicer | LimitData;

/** @throws Failure `invalid` naming the field that no connection could live by */
export function refuseImpossible(toxic: Toxic): void {
  for (const [field, value] of Object.entries(toxic)) {
    if (typeof value === 'number' && !(value >= 0 && Number.isFinite(value))) {
      throw new Failure('invalid', 'must be 0 or more', { field });
    }
  }
  if ((toxic.toxicity ?? 0) > 1) throw new Failure('invalid', 'must be at most 1', { field: 'toxicity' });
  if (toxic.type === 'bandwidth' && toxic.rate === 0) {
    throw new Failure('invalid', 'must be more than 0; with the toxic timeout nothing gets through', { field: 'rate' });
  }
  if (toxic.type !== 'slicer') return;
  const { average_size, size_variation = 0 } = toxic;
  if (average_size < 1) throw new Failure('invalid', 'must be 1 or more', { field: 'average_size' });
  if (size_variation >= average_size) {
    throw new Failure('invalid', 'must be less than average_size', { field: 'size_variation' });
  }
}
