import { parseArgs } from 'node:util';
import { Failure } from '@vilfredo/event-sourcing';
import { readSettings } from '@vilfredo/service';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsISO31661Alpha2,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';

/** Settings of a deployment in one process: `VILFREDO_DATA`, `VILFREDO_PORT` … or `--data`, `--port` … */
export class AllInOneSettings {
  /** The data folder; made when it is not there. */
  @IsString() @Length(1, 4_000) data: string = './data';
  @IsInt() @Min(0) @Max(65_535) port: number = 8080;
  @IsString() @Length(1, 255) host: string = '127.0.0.1';
  /** Whether an empty data folder is filled with the generated demo enterprise. */
  @IsBoolean() demo: boolean = true;
  /** Whether new orders keep coming while the data are the demo's. */
  @IsBoolean() live: boolean = true;
  /** Where the deployment's clock starts, for trials on past data; absent, it is the machine's. */
  @IsOptional() @IsISO8601({ strict: true }) clock?: string;
  @IsInt() @Min(0) @Max(2 ** 32 - 1) demoSeed: number = 1;
  @IsInt() @Min(10) @Max(100_000) demoCustomers: number = 2000;
  /** Under which the keys of the customers' personal data are kept; absent, `vault.key` in the data folder. */
  @IsOptional() @IsString() @Length(1, 200) masterKey?: string;
  /** How phone numbers without a country code are read: `DE`, `GB` … */
  @IsOptional() @IsISO31661Alpha2() country?: string;
  @IsIn(['debug', 'info', 'warn', 'error']) logLevel: 'debug' | 'info' | 'warn' | 'error' = 'info';
}

const options = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  demo: { type: 'boolean' },
  live: { type: 'boolean' },
  clock: { type: 'string' },
} as const;

/** @throws Failure `invalid` naming every wrong setting or the option that does not exist */
export function readConfig(args: readonly string[]): AllInOneSettings {
  return readSettings(AllInOneSettings, { env: process.env, overrides: overridesOf(args) });
}

function overridesOf(args: readonly string[]): Record<string, string | boolean | undefined> {
  try {
    const { values } = parseArgs({ args: [...args], options, allowNegative: true, strict: true });
    return { ...values };
  } catch (error) {
    throw new Failure('invalid', (error as Error).message.replace(/\.? To specify.*$/s, ''), { cause: error });
  }
}
