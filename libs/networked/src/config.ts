import { Failure } from '@vilfredo/event-sourcing';
import type { Credentials } from '@vilfredo/kafka';
import { checkSettings, type Environment, readTogether, requireSafeHost } from '@vilfredo/service';
import { IsBoolean, IsIn, IsInt, IsString, Length, Max, Min } from 'class-validator';
import { readKafkaSecurity } from './kafka-security.config.js';

/** Settings of one service as a process of its own: `VILFREDO_PORT`, `VILFREDO_PARTITIONS` … */
export class ServiceSettings {
  @IsInt() @Min(0) @Max(65_535) port: number = 8080;
  @IsString() @Length(1, 255) host: string = '127.0.0.1';
  /** Whether a host beyond this machine may be served without authentication, because what stands in front sees to it. */
  @IsBoolean() trustNetwork: boolean = false;
  /** Of every topic with the customer as its key; the same for every process and for ever. */
  @IsInt() @Min(1) @Max(1_000) partitions: number = 12;
  /** Copies of each partition. */
  @IsInt() @Min(1) @Max(9) replication: number = 3;
  /** Put before the names of topics and groups, and the name of the database: several deployments can share servers. */
  @IsString() @Length(0, 60) prefix: string = '';
  /** By how much the deployment's clock is ahead of the machine's, ms; for trials on past data. */
  @IsInt() clockShift: number = 0;
  /** Silence after which a process counts as dead, ms. */
  @IsInt() @Min(2_000) @Max(300_000) sessionTimeout: number = 15_000;
  /** Whether a service ends where a defect hits one customer after the other, and does not only park them. */
  @IsBoolean() stopOnDefects: boolean = true;
  @IsIn(['debug', 'info', 'warn', 'error']) logLevel: 'debug' | 'info' | 'warn' | 'error' = 'info';
}

export interface ServiceConfig extends ServiceSettings {
  /** `host:port`, from `KAFKA_BROKERS`, separated by commas. */
  readonly brokers: readonly string[];
  /** Connections are in the open, and by nobody in particular, when not given. */
  readonly kafkaSecurity?: Credentials;
  /** From `MONGODB_URL`; it may hold a password and is never printed. */
  readonly mongodbUrl: string;
}

/** @throws Failure `invalid`, one message naming every wrong setting, never its value */
export function readServiceConfig(env: Environment = process.env): ServiceConfig {
  const mongodbUrl = env.MONGODB_URL ?? '';
  const brokers = (env.KAFKA_BROKERS ?? '').split(',').map((broker) => broker.trim());
  const { settings, wrong } = checkSettings(ServiceSettings, { env });
  const { security: kafkaSecurity, wrong: insecure } = readKafkaSecurity(env, brokers);
  const reasons = [
    ...(brokers.join('') === '' ? ['KAFKA_BROKERS is missing: give host:port, separated by commas'] : []),
    ...(mongodbUrl === '' ? ['MONGODB_URL is missing: give mongodb://host:port'] : []),
    ...wrong,
    ...insecure,
  ];
  if (reasons.length > 0) throw new Failure('invalid', `wrong settings: ${reasons.join('; ')}`);
  return { ...settings, brokers, kafkaSecurity, mongodbUrl };
}

/**
 * Those of every service, and those of one.
 * @throws Failure `invalid`, one message naming every wrong setting of both, never its value
 */
export async function readAllSettings<Own>(
  readOwn: (env: Environment) => Promise<Own> | Own,
  env: Environment = process.env,
): Promise<{ readonly config: ServiceConfig; readonly settings: Own }> {
  const { host, trustNetwork } = checkSettings(ServiceSettings, { env }).settings;
  return readTogether({
    config: () => readServiceConfig(env),
    host: () => requireSafeHost({ host, authentication: trustNetwork }),
    settings: () => readOwn(env),
  });
}
