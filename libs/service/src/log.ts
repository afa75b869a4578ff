import type { LoggerService } from '@nestjs/common';
import type { Clock } from '@vilfredo/event-sourcing';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** What may stand beside a message: single values. A payload or a document has no place in a log. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface LogSettings {
  readonly service: string;
  readonly clock: Clock;
  /** The least level that is written; `info` when absent. */
  readonly level?: Level;
  /** Where a finished line goes, line end included. */
  readonly write: (line: string) => void;
  /** Text for a person's terminal instead of JSON. */
  readonly pretty?: boolean;
}

const severity: Readonly<Record<Level, number>> = { debug: 10, info: 20, warn: 30, error: 40 };

/** One line per record: `{time, level, service, msg, …}` as JSON, or text for a terminal. Nest logs through it too. */
export class Log implements LoggerService {
  constructor(private readonly settings: LogSettings) {}

  /** A log of the same stream under another service's name. */
  for(service: string): Log {
    return new Log({ ...this.settings, service });
  }

  info(message: string, fields: LogFields = {}): void {
    this.record('info', message, fields);
  }

  /** Nest's own news, of routes mapped and modules wired: of interest to nobody but a developer. Ours is `info`. */
  log(message: unknown, ...rest: unknown[]): void {
    this.record('debug', textOf(message), detailOf(rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.record('warn', textOf(message), detailOf(rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.record('error', textOf(message), { ...detailOf([message]), ...detailOf(rest) });
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.record('debug', textOf(message), detailOf(rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.debug(message, ...rest);
  }

  private record(level: Level, msg: string, fields: LogFields): void {
    const { service, clock, write, pretty } = this.settings;
    if (severity[level] < severity[this.settings.level ?? 'info']) return;
    const time = new Date(clock()).toISOString();
    const head = { time, level, service, msg };
    write(pretty ? prettyLine(head, fields) : `${JSON.stringify(Object.assign({ ...head }, fields, head))}\n`);
  }
}

interface Head {
  readonly time: string;
  readonly level: Level;
  readonly service: string;
  readonly msg: string;
}

function prettyLine({ time, level, service, msg }: Head, { stack, ...shown }: LogFields): string {
  const pairs = Object.entries(shown).map(([name, value]) => ` ${name}=${value}`);
  const trail = stack === undefined ? '' : `\n${stack}`;
  return `${time.slice(11, 23)} ${level.padEnd(5)} ${service}  ${msg}${pairs.join('')}${trail}\n`;
}

/** A message that is not text is an error or somebody's document: the first is named, the second is not printed. */
function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  if (message instanceof Error) return message.message;
  return `(${typeof message})`;
}

/** Nest hands over errors, stacks, contexts and fields after the message. */
function detailOf(rest: readonly unknown[]): LogFields {
  return Object.assign({}, ...rest.map(detailOfOne));
}

function detailOfOne(part: unknown): LogFields {
  if (part instanceof Error) return { error: part.message, stack: withCauses(part) };
  if (typeof part === 'string') return { [/\n\s+at /.test(part) ? 'stack' : 'context']: part };
  if (typeof part !== 'object' || part === null) return {};
  return Object.fromEntries(Object.entries(part).filter(([, value]) => isSingle(value)));
}

function withCauses(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\ncaused by ${withCauses(error.cause)}` : stack;
}

function isSingle(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
