import { parseArgs } from 'node:util';
import { type DeliverySettings, readDeliverySettings } from '@vilfredo/alerting';
import { Failure } from '@vilfredo/event-sourcing';
import {
  type EdgeSources,
  readEdgeSources,
  readSourceSettings,
  type SourceSettings,
} from '@vilfredo/interaction-capture';
import { checkSettings, type Environment, readSettings, readTogether, requireSafeHost } from '@vilfredo/service';
import { requireUsableMasterKey } from '@vilfredo/vault';
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
  /** Whether the process ends where a defect hits one customer after the other, and does not only park them. */
  @IsBoolean() stopOnDefects: boolean = true;
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

export interface AllInOneConfig {
  readonly settings: AllInOneSettings;
  /** Where mail and letters are fetched from. */
  readonly sources: SourceSettings;
  /** Who may hand in calls and surveys. */
  readonly edges: EdgeSources;
  readonly delivery: DeliverySettings;
}

/**
 * Reads the settings of all services, and what they name.
 * @throws Failure `invalid` naming every wrong setting or the option that does not exist
 */
export function readConfig(args: readonly string[], env: Environment = process.env): Promise<AllInOneConfig> {
  const given = { env, overrides: overridesOf(args) };
  const { host, masterKey, data: folder } = checkSettings(AllInOneSettings, given).settings;
  return readTogether({
    settings: () => readSettings(AllInOneSettings, given),
    host: () => requireSafeHost({ host, authentication: false }),
    masterKey: () => requireUsableMasterKey({ setting: masterKey, folder }),
    sources: () => readSourceSettings(env),
    edges: () => readEdgeSources(env),
    delivery: () => readDeliverySettings(env),
  });
}

function overridesOf(args: readonly string[]): Record<string, string | boolean | undefined> {
  try {
    const { values } = parseArgs({ args: [...args], options, allowNegative: true, strict: true });
    return { ...values };
  } catch (error) {
    throw new Failure('invalid', (error as Error).message.replace(/\.? To specify.*$/s, ''), { cause: error });
  }
}
