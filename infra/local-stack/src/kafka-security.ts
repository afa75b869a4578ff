import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certified } from './certificates.js';

/** How a broker is secured, beside its plain listener for whoever looks after it. */
export interface KafkaSecurity {
  /** What it shows; for `localhost`, as which clients are told to find it. */
  readonly server: Certified;
  /** The certificate of whom it trusts to certify clients, PEM. */
  readonly clientAuthority: string;
  /** Passwords by user, for PLAIN. Those for SCRAM are set when it runs. */
  readonly users: Readonly<Record<string, string>>;
  /** Who may do everything, such as `User:alice` or `User:CN=alice`; others need access to be granted. */
  readonly superUsers: readonly string[];
}

export interface SecurePorts {
  /** TLS, and a user with a password: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. */
  readonly sasl: number;
  /** TLS, and a client's certificate. */
  readonly certificates: number;
}

export type ScramMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

type Settings = Readonly<Record<string, string>>;

/** The part of `server.properties` that secures a broker; certificates are put into its folder. */
export async function securitySettings(folder: string, security: KafkaSecurity): Promise<Settings> {
  const { server, clientAuthority, users, superUsers } = security;
  const [keyFile, trustFile] = [join(folder, 'server.pem'), join(folder, 'trusted.pem')];
  await writeFile(keyFile, `${server.key}${server.certificate}`, { mode: 0o600 });
  await writeFile(trustFile, clientAuthority);
  const known = Object.entries(users).map(([user, password]) => ` user_${user}="${password}"`);
  const modules = 'org.apache.kafka.common.security';
  const sasl = 'listener.name.sasl_ssl';
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyFile,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': trustFile,
    'listener.name.ssl.ssl.client.auth': 'required',
    [`${sasl}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    [`${sasl}.plain.sasl.jaas.config`]: `${modules}.plain.PlainLoginModule required${known.join('')};`,
    [`${sasl}.scram-sha-256.sasl.jaas.config`]: `${modules}.scram.ScramLoginModule required;`,
    [`${sasl}.scram-sha-512.sasl.jaas.config`]: `${modules}.scram.ScramLoginModule required;`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': ['User:ANONYMOUS', ...superUsers].join(';'),
  };
}
