import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import type { Certificates, Credentials } from '@vilfredo/kafka';
import { checkSettings, type Environment } from '@vilfredo/service';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { certificatesIn, keyIn } from './pem.js';

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
type Mechanism = (typeof mechanisms)[number];

/** `VILFREDO_KAFKA_TLS`, `VILFREDO_KAFKA_SASL` … */
class KafkaSecurityVariables {
  @IsBoolean() kafkaTls: boolean = false;
  /** A file with the certificates of whom to trust, PEM. */
  @IsOptional() @IsString() @Length(1, 4_000) kafkaCa?: string;
  /** A file with this client's certificate, and those in between, PEM. */
  @IsOptional() @IsString() @Length(1, 4_000) kafkaCertificate?: string;
  /** A file with its key, PEM. */
  @IsOptional() @IsString() @Length(1, 4_000) kafkaKey?: string;
  @IsOptional() @IsIn(mechanisms) kafkaSasl?: Mechanism;
  @IsOptional() @IsString() @Length(1, 255) kafkaUser?: string;
  @IsOptional() @IsString() @Length(1, 4_000) kafkaPassword?: string;
  /** A file with the password alone; a line end after it does not count. */
  @IsOptional() @IsString() @Length(1, 4_000) kafkaPasswordFile?: string;
}

type Say = (reason: string) => void;

/**
 * What it takes to be let in by the brokers, from files that are read again for every connection: a mounted secret may
 * change. It is never printed.
 * @param brokers `host:port`
 * @returns also what is wrong, a reason for each, by the names of variables and without their values
 */
export function readKafkaSecurity(
  env: Environment,
  brokers: readonly string[],
): { readonly security: Credentials; readonly wrong: readonly string[] } {
  const { settings, wrong: unfit } = checkSettings(KafkaSecurityVariables, { env });
  const wrong = [...unfit];
  const say: Say = (reason) => void wrong.push(reason);
  // Blanks around a password are part of it.
  const given =
    settings.kafkaPassword === undefined ? settings : { ...settings, kafkaPassword: env.VILFREDO_KAFKA_PASSWORD! };
  const certificates = tlsOf(given, say);
  const user = userOf(given, brokers, say);
  const security = {
    ...(certificates && { ssl: readAgain(certificates, (amiss) => tlsOf(given, amiss) ?? certificates) }),
    ...(user && { sasl: { ...user, password: readAgain(user.password, (amiss) => passwordOf(given, amiss)) } }),
  };
  return { security, wrong };
}

/** Reads whenever it is asked; while something is amiss, as when files are being replaced, what was read last stands. */
function readAgain<T>(first: T, read: (amiss: Say) => T): () => T {
  let last = first;
  return () => {
    let isAmiss = false;
    const now = read(() => {
      isAmiss = true;
    });
    if (!isAmiss) last = now;
    return last;
  };
}

function tlsOf(given: KafkaSecurityVariables, say: Say): Certificates | undefined {
  const { kafkaTls, kafkaCa, kafkaCertificate, kafkaKey } = given;
  const files = { KAFKA_CA: kafkaCa, KAFKA_CERTIFICATE: kafkaCertificate, KAFKA_KEY: kafkaKey };
  const named = Object.entries(files).flatMap(([name, file]) => (file === undefined ? [] : [`VILFREDO_${name}`]));
  if (kafkaTls !== true) {
    if (named.length > 0) say(`VILFREDO_KAFKA_TLS must be true for ${named.join(', ')} to count`);
    return undefined;
  }
  if ((kafkaCertificate === undefined) !== (kafkaKey === undefined)) {
    const missing = kafkaKey === undefined ? 'VILFREDO_KAFKA_KEY' : 'VILFREDO_KAFKA_CERTIFICATE';
    say(`${missing} is missing: name the file with the other half of the pair, or neither`);
  }
  const trusted = kafkaCa === undefined ? authoritiesOfTheSystem() : certificatesAt('VILFREDO_KAFKA_CA', kafkaCa, say);
  return { ca: trusted, ...clientOf(kafkaCertificate, kafkaKey, say) };
}

/** Those that Node brings along are not all: a machine's own may have those of its enterprise. */
function authoritiesOfTheSystem(): readonly string[] {
  return [...getCACertificates('default'), ...getCACertificates('system')];
}

function clientOf(certificateFile: string | undefined, keyFile: string | undefined, say: Say) {
  const [certificate, key] = ['VILFREDO_KAFKA_CERTIFICATE', 'VILFREDO_KAFKA_KEY'];
  const cert = certificateFile === undefined ? [] : certificatesAt(certificate, certificateFile, say);
  const own = keyFile === undefined ? undefined : readAt(key, keyFile, say);
  if (own === undefined) return undefined;
  const { isUsable, fits } = keyIn(own);
  if (!isUsable) say(`${key} names a file without a private key in PEM that is not locked: convert it`);
  else if (cert.length > 0 && !fits(cert[0]!)) {
    say(`${key} names a key that does not belong to the first certificate of ${certificate}`);
  }
  return { cert: cert.join('\n'), key: own };
}

function userOf(given: KafkaSecurityVariables, brokers: readonly string[], say: Say) {
  const { kafkaSasl: mechanism, kafkaUser, kafkaPassword, kafkaPasswordFile } = given;
  if (mechanism === undefined) {
    const names = { KAFKA_USER: kafkaUser, KAFKA_PASSWORD: kafkaPassword, KAFKA_PASSWORD_FILE: kafkaPasswordFile };
    const alone = Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [`VILFREDO_${name}`]));
    if (alone.length > 0)
      say(`VILFREDO_KAFKA_SASL is missing: ${alone.join(', ')} need it; it is one of ${mechanisms.join(', ')}`);
    return undefined;
  }
  if (kafkaUser === undefined) say('VILFREDO_KAFKA_USER is missing: VILFREDO_KAFKA_SASL needs it');
  if (mechanism === 'plain' && given.kafkaTls === false && !brokers.every(isOnThisMachine)) {
    say('VILFREDO_KAFKA_TLS must be true: this mechanism would send the password in the open; or take scram-sha-512');
  }
  return { mechanism, username: kafkaUser ?? '', password: passwordOf(given, say) };
}

function passwordOf({ kafkaPassword, kafkaPasswordFile: file }: KafkaSecurityVariables, say: Say): string {
  if (file === undefined) {
    const either = 'VILFREDO_KAFKA_PASSWORD_FILE, or VILFREDO_KAFKA_PASSWORD,';
    if (kafkaPassword === undefined) say(`${either} is missing: VILFREDO_KAFKA_SASL needs it`);
    return kafkaPassword ?? '';
  }
  if (kafkaPassword !== undefined) say('VILFREDO_KAFKA_PASSWORD must be left out beside VILFREDO_KAFKA_PASSWORD_FILE');
  const password = readAt('VILFREDO_KAFKA_PASSWORD_FILE', file, say)?.replace(/\r?\n$/, '');
  if (password === '') say('VILFREDO_KAFKA_PASSWORD_FILE names a file that is empty: put the password into it');
  return password ?? '';
}

function isOnThisMachine(broker: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+):\d+$/.test(broker);
}

function certificatesAt(variable: string, file: string, say: Say): readonly string[] {
  const text = readAt(variable, file, say);
  const certificates = text === undefined ? [] : certificatesIn(text);
  if (text !== undefined && certificates.length === 0) {
    say(`${variable} names a file without a certificate in PEM: convert it`);
  }
  return certificates;
}

function readAt(variable: string, file: string, say: Say): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    say(`${variable} names a file that cannot be read (${code}): mount it, or name another`);
    return undefined;
  }
}
