import { parseArgs } from 'node:util';
import { Failure } from '@vilfredo/event-sourcing';
import { checkSettings, type Environment, readSettings, readTogether, requireSafeHost } from '@vilfredo/service';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import type { Addresses } from './route-requests/upstreams.watch.js';

const address = String.raw`http://[^\s/,?#@]+/?`;
const oneAddress = new RegExp(`^${address}$`);
const severalAddresses = new RegExp(`^${address}(\\s*,\\s*${address})*$`);
const mustBeOne = { message: 'must be the address of the service, such as http://order-ingestion:8080' };
const mustBeSome = {
  message: 'must be the address of the service, or several with commas between, such as http://scoring:8080',
};

/** Settings of the gateway: `VILFREDO_PORT`, `VILFREDO_SCORING` …, or `--port`, `--host`. */
export class GatewaySettings {
  @IsInt() @Min(0) @Max(65_535) port: number = 8080;
  @IsString() @Length(1, 255) host: string = '127.0.0.1';
  @Matches(oneAddress, mustBeOne) orderIngestion: string;
  @Matches(oneAddress, mustBeOne) customerRegistry: string;
  /** Each answers every query; they are asked in turn. */
  @Matches(severalAddresses, mustBeSome) scoring: string;
  /** Those without which a deployment still takes orders and scores them. */
  @IsOptional() @Matches(severalAddresses, mustBeSome) interactionCapture?: string;
  @IsOptional() @Matches(severalAddresses, mustBeSome) alerting?: string;
  @IsOptional() @Matches(severalAddresses, mustBeSome) outreach?: string;
  /** Whether hosts beyond this machine may be served though nobody has to prove who they are: something in front sees to it. */
  @IsBoolean() trustNetwork: boolean = false;
  @IsIn(['debug', 'info', 'warn', 'error']) logLevel: 'debug' | 'info' | 'warn' | 'error' = 'info';
}

const options = { port: { type: 'string' }, host: { type: 'string' } } as const;

/** @throws Failure `invalid` naming every wrong setting or the option that does not exist */
export async function readConfig(args: readonly string[], env: Environment = process.env): Promise<GatewaySettings> {
  const given = { env, overrides: overridesOf(args) };
  const { host, trustNetwork } = checkSettings(GatewaySettings, given).settings;
  const { settings } = await readTogether({
    settings: () => readSettings(GatewaySettings, given),
    host: () => requireSafeHost({ host, authentication: trustNetwork }),
  });
  return settings;
}

/** Where each service is. */
export function addressesIn(settings: GatewaySettings): Addresses {
  const { orderIngestion, customerRegistry, scoring, interactionCapture, alerting, outreach } = settings;
  return {
    'order-ingestion': urlsOf(orderIngestion),
    'customer-registry': urlsOf(customerRegistry),
    scoring: urlsOf(scoring),
    ...(interactionCapture && { 'interaction-capture': urlsOf(interactionCapture) }),
    ...(alerting && { alerting: urlsOf(alerting) }),
    ...(outreach && { outreach: urlsOf(outreach) }),
  };
}

function urlsOf(addresses: string): URL[] {
  return addresses.split(',').map((one) => new URL(one.trim()));
}

function overridesOf(args: readonly string[]): Record<string, string | undefined> {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return { ...values };
  } catch (error) {
    throw new Failure('invalid', (error as Error).message.replace(/\.? To specify.*$/s, ''), { cause: error });
  }
}
