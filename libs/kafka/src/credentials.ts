import { type ConnectionOptions, createSecureContext, type SecureContext } from 'node:tls';
import { Failure } from '@vilfredo/event-sourcing';
import type { SASLOptions } from 'kafkajs';

/** In PEM; several may stand in one text. */
export interface Certificates {
  /** Of whom to trust to certify brokers; those that Node brings along when not given. */
  readonly ca?: string | readonly string[];
  /** What this client shows, with the certificates in between. */
  readonly cert?: string;
  /** The key of `cert`. */
  readonly key?: string;
}

/** A user whose password may change while the log is open. */
export interface PasswordUser {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: () => string;
}

export interface Credentials {
  /** Whether, and with which certificates, connections are in TLS; in the open when not given. A function is asked for each. */
  readonly ssl?: boolean | Certificates | (() => Certificates);
  /** A function is asked for the password of each connection. */
  readonly sasl?: SASLOptions | PasswordUser;
}

/**
 * The same in the form of kafkajs, which keeps these two objects and looks into them whenever it connects.
 * @throws Failure `invalid` on `ssl` when certificates are not fit now; when they are not later, connecting fails
 */
export function kafkajsCredentials({ ssl = false, sasl }: Credentials): {
  readonly ssl?: true | ConnectionOptions;
  readonly sasl?: SASLOptions;
} {
  return {
    ...(ssl !== false && { ssl: ssl === true ? ssl : tlsOptions(typeof ssl === 'function' ? ssl : () => ssl) }),
    ...(sasl !== undefined && { sasl: saslOptions(sasl) }),
  };
}

function tlsOptions(read: () => Certificates): ConnectionOptions {
  let made = contextOf(read());
  return {
    get secureContext() {
      const now = read();
      // Hundreds of authorities are not taken in again for every connection.
      if (JSON.stringify(now) !== made.of) made = contextOf(now);
      return made.context;
    },
  };
}

function contextOf(certificates: Certificates): { readonly of: string; readonly context: SecureContext } {
  const { ca, ...own } = certificates;
  try {
    const trusted = ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] };
    return { of: JSON.stringify(certificates), context: createSecureContext({ ...own, ...trusted }) };
  } catch {
    // Without the cause, which may quote a key.
    throw new Failure('invalid', 'must be certificates, and the key that belongs to them, in PEM', { field: 'ssl' });
  }
}

function saslOptions(sasl: SASLOptions | PasswordUser): SASLOptions {
  if (!('password' in sasl) || typeof sasl.password === 'string') return sasl as SASLOptions;
  const { mechanism, username, password } = sasl;
  return {
    mechanism,
    username,
    get password() {
      return password();
    },
  } as SASLOptions;
}
