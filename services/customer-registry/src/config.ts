import { readSettings } from '@vilfredo/service';
import { masterKeyFrom } from '@vilfredo/vault';
import { IsISO31661Alpha2, IsOptional } from 'class-validator';

/** Settings of this service beside those that every service has. */
export class RegistrySettings {
  /** How phone numbers without a country code are read: `DE`, `GB` … The same for every process. */
  @IsOptional() @IsISO31661Alpha2() country?: string;
}

export interface RegistryConfig extends RegistrySettings {
  readonly masterKey: Buffer;
}

/** @throws Failure `invalid` naming what is missing or wrong; never a value */
export async function readRegistryConfig(): Promise<RegistryConfig> {
  const settings = readSettings(RegistrySettings, { env: process.env });
  return { ...settings, masterKey: await masterKeyFrom({ setting: process.env.VILFREDO_MASTER_KEY }) };
}
