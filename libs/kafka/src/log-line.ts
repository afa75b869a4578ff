import { type logCreator, logLevel } from 'kafkajs';

/** Takes one line of a service's log: single values only, never a payload. */
export type LogLine = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields: Readonly<Record<string, string | number>>,
) => void;

/** What kafkajs has to say, as lines of the service's log. Its errors are warnings here: it retries, and what it cannot help we report. */
export function kafkajsLog(log: LogLine): logCreator {
  return () =>
    ({ namespace, level, log: entry }) => {
      const { message, groupId, broker, error, retryCount } = entry as Readonly<Record<string, unknown>>;
      const fields: Record<string, string | number> = { part: namespace || 'kafkajs' };
      for (const [name, value] of Object.entries({ groupId, broker, error, retryCount })) {
        if (typeof value === 'string' || typeof value === 'number') fields[name] = value;
      }
      log(level <= logLevel.WARN ? 'warn' : 'debug', String(message), fields);
    };
}
