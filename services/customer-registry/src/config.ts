import { type Environment, readSettings, readTogether } from '@vilfredo/service';
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

/** @throws Failure `invalid` naming all that is missing or wrong; never a value */
export async function readRegistryConfig(env: Environment): Promise<RegistryConfig> {
  const { settings, masterKey } = await readTogether({
    settings: () => readSettings(RegistrySettings, { env }),
    masterKey: () => masterKeyFrom({ setting: env.VILFREDO_MASTER_KEY }),
  });
  return { ...settings, masterKey };
}
