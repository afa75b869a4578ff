import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';
import { checkSettings, type Environment } from '@vilfredo/service';
import { IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import { type DeclaredReceiver, readReceivers, type SecretPlace, type Wrong } from './read-receivers.js';
import type { Receiver } from './receiver.js';
import { isPublicHost } from './webhook/public-address.ipaddr.js';
import { readSecrets } from './webhook/sign-webhook.js';

/** `VILFREDO_RECEIVERS`, `VILFREDO_SMTP_URL` … */
class DeliveryVariables {
  /** A JSON file with the list of receivers; nobody is told anything when absent. */
  @IsOptional() @IsString() @Length(1, 4_000) receivers?: string;
  /** The server that takes mail, such as smtps://user:password@mail.example.com. */
  @IsOptional() @IsString() @Length(1, 4_000) smtpUrl?: string;
  /** The sender of mail. */
  @IsOptional() @IsString() @Length(3, 320) mailFrom?: string;
  /** Where people reach the deployment: links in mail begin with it. */
  @IsOptional() @IsString() @Length(1, 2_000) publicUrl?: string;
  /** Whether webhooks may go to addresses that are not public, and over plain HTTP. */
  @IsBoolean() allowPrivateTargets: boolean = false;
}

export interface DeliverySettings {
  readonly receivers: readonly Receiver[];
  readonly allowPrivateTargets: boolean;
  /** There when a receiver wants mail. The address may hold a password and is never printed. */
  readonly mail?: { readonly smtpUrl: string; readonly from: string };
  readonly publicUrl?: string;
}

/**
 * Reads the settings of delivery, the file of receivers and their secrets.
 * @throws Failure `invalid` naming every wrong field, never a value
 */
export function readDeliverySettings(env: Environment = process.env): DeliverySettings {
  const { settings: variables, wrong: unfit } = checkSettings(DeliveryVariables, { env });
  const wrong = [...unfit];
  const { allowPrivateTargets, receivers: file, smtpUrl, mailFrom, publicUrl } = variables;
  const declared = file === undefined ? [] : declaredIn(file, wrong);
  const receivers = declared.flatMap((one, i) => {
    const say = (field: string, reason: string) => void wrong.push(`VILFREDO_RECEIVERS ${i}.${field}: ${reason}`);
    return withSecret(one, { env, file: file!, allowPrivateTargets, say }) ?? [];
  });
  const mail = mailSettings(declared, { smtpUrl, mailFrom }, wrong);
  if (publicUrl !== undefined && !isAddress(publicUrl, ['http:', 'https:'])) {
    wrong.push('VILFREDO_PUBLIC_URL must be an address such as https://vilfredo.example.com');
  }
  if (wrong.length > 0) throw new Failure('invalid', `wrong settings: ${wrong.join('; ')}`);
  return {
    receivers,
    allowPrivateTargets,
    ...(mail === undefined ? {} : { mail }),
    ...(publicUrl === undefined ? {} : { publicUrl: publicUrl.replace(/\/+$/, '') }),
  };
}

function declaredIn(file: string, wrong: string[]): readonly DeclaredReceiver[] {
  try {
    const { receivers, wrong: fields } = readReceivers(JSON.parse(readFileSync(file, 'utf8')));
    wrong.push(...fields.map(describe));
    return fields.length > 0 ? [] : receivers;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    wrong.push(
      `VILFREDO_RECEIVERS names a file that ${code === undefined ? 'is not JSON' : `cannot be read (${code})`}`,
    );
    return [];
  }
}

function describe({ field, reason }: Wrong): string {
  return field === '' ? `VILFREDO_RECEIVERS ${reason}` : `VILFREDO_RECEIVERS ${field}: ${reason}`;
}

interface Surroundings {
  readonly env: Environment;
  readonly file: string;
  readonly allowPrivateTargets: boolean;
  readonly say: (field: string, reason: string) => void;
}

function withSecret(
  declared: DeclaredReceiver,
  { env, file, allowPrivateTargets, say }: Surroundings,
): Receiver | undefined {
  if (declared.kind === 'email') return declared;
  const { secret, ...receiver } = declared;
  const { protocol, hostname } = new URL(receiver.url);
  if (!allowPrivateTargets && protocol !== 'https:') say('url', 'must begin with https://');
  if (!allowPrivateTargets && isPublicHost(hostname) === false) say('url', 'must not be a private address');
  const field = 'env' in secret ? 'secretEnv' : 'secretFile';
  const text = secretText(secret, env, dirname(file));
  const secrets = text === undefined ? undefined : readSecrets(text);
  if (text === undefined) say(field, 'names nothing that can be read');
  else if (secrets === undefined) say(field, 'must hold secrets such as whsec_ and 24 to 64 bytes in base64');
  return secrets && { ...receiver, secrets };
}

function secretText(place: SecretPlace, env: Environment, folder: string): string | undefined {
  if ('env' in place) return env[place.env]?.trim() || undefined;
  try {
    return readFileSync(resolve(folder, place.file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

function mailSettings(
  declared: readonly DeclaredReceiver[],
  { smtpUrl, mailFrom }: { smtpUrl: string | undefined; mailFrom: string | undefined },
  wrong: string[],
): DeliverySettings['mail'] {
  if (!declared.some(({ kind }) => kind === 'email')) return undefined;
  if (smtpUrl === undefined || !isAddress(smtpUrl, ['smtp:', 'smtps:'])) {
    wrong.push('VILFREDO_SMTP_URL must be an address such as smtps://mail.example.com: a receiver wants e-mail');
  }
  if (mailFrom === undefined || !/[^\s@<>]+@[^\s@<>]+/.test(mailFrom)) {
    wrong.push('VILFREDO_MAIL_FROM must be an e-mail address: a receiver wants e-mail');
  }
  return smtpUrl === undefined || mailFrom === undefined ? undefined : { smtpUrl, from: mailFrom };
}

function isAddress(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
