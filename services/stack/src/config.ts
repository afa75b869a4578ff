import { parseArgs } from 'node:util';
import { Failure } from '@vilfredo/event-sourcing';
import { checkSettings, readSettings, readTogether, requireSafeHost } from '@vilfredo/service';
import { requireUsableMasterKey } from '@vilfredo/vault';
import { IsBoolean, IsIn, IsInt, IsISO8601, IsOptional, IsString, Length, Max, Min } from 'class-validator';

/** Settings of the services as processes on this machine: `VILFREDO_DATA`, `VILFREDO_PORT` … or `--data`, `--port` … */
export class StackSettings {
  /** Where broker and database keep their data, unless they are given. */
  @IsString() @Length(1, 4_000) data: string = './data-stack';
  @IsInt() @Min(0) @Max(65_535) port: number = 8080;
  @IsString() @Length(1, 255) host: string = '127.0.0.1';
  @IsBoolean() demo: boolean = true;
  @IsBoolean() live: boolean = true;
  @IsOptional() @IsISO8601({ strict: true }) clock?: string;
  /** Processes that share the scoring. */
  @IsInt() @Min(1) @Max(64) scoring: number = 1;
  @IsInt() @Min(1) @Max(1_000) partitions: number = 12;
  @IsString() @Length(0, 60) prefix: string = '';
  @IsIn(['3.9.1', '4.1.0']) kafka: '3.9.1' | '4.1.0' = '4.1.0';
  @IsInt() @Min(0) @Max(2 ** 32 - 1) demoSeed: number = 1;
  @IsInt() @Min(10) @Max(100_000) demoCustomers: number = 2000;
}

export interface StackConfig extends StackSettings {
  /** A broker that is there already, from `KAFKA_BROKERS`. */
  readonly brokers?: string;
  /** A database that is there already, from `MONGODB_URL`. */
  readonly mongodbUrl?: string;
  /** Of this process: what the others are started with, too. */
  readonly environment: NodeJS.ProcessEnv;
}

const options = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  demo: { type: 'boolean' },
  live: { type: 'boolean' },
  clock: { type: 'string' },
  scoring: { type: 'string' },
  partitions: { type: 'string' },
  prefix: { type: 'string' },
  kafka: { type: 'string' },
} as const;

/** @throws Failure `invalid` naming every wrong setting or the option that does not exist */
export async function readConfig(args: readonly string[]): Promise<StackConfig> {
  const { KAFKA_BROKERS, MONGODB_URL, ...environment } = process.env;
  const given = { env: process.env, overrides: overridesOf(args) };
  const { host, data: folder } = checkSettings(StackSettings, given).settings;
  const { settings } = await readTogether({
    settings: () => readSettings(StackSettings, given),
    host: () => requireSafeHost({ host, authentication: false }),
    masterKey: () => requireUsableMasterKey({ setting: environment.VILFREDO_MASTER_KEY, folder }),
  });
  return {
    ...settings,
    ...(KAFKA_BROKERS ? { brokers: KAFKA_BROKERS } : {}),
    ...(MONGODB_URL ? { mongodbUrl: MONGODB_URL } : {}),
    environment,
  };
}

function overridesOf(args: readonly string[]): Record<string, string | boolean | undefined> {
  try {
    return { ...parseArgs({ args: [...args], options, allowNegative: true, strict: true }).values };
  } catch (error) {
    throw new Failure('invalid', (error as Error).message.replace(/\.? To specify.*$/s, ''), { cause: error });
  }
}
