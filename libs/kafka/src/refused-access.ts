interface KafkajsError {
  readonly name?: string;
  readonly message?: string;
  /** Of Node: why a connection could not be made. */
  readonly code?: unknown;
  /** Of Kafka's protocol. */
  readonly type?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const untrusted = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
];

/**
 * Why a broker does not let this process in, or this process does not trust the broker, in plain words; undefined when an
 * error says something else. It lasts until somebody changes a secret, a certificate or a right, here or there, and is
 * nothing that an event could help: whoever meets it tries again, as when the broker is away.
 */
export function refusalOf(error: unknown): string | undefined {
  const { name, message = '', code, type = '' } = rootOf(error);
  if (name === 'KafkaJSSASLAuthenticationError') return `the broker does not let this user in: ${message}`;
  if (type === 'UNSUPPORTED_SASL_MECHANISM' || type === 'ILLEGAL_SASL_STATE') {
    return 'the broker does not let users in by this SASL mechanism on this port';
  }
  if (type.endsWith('AUTHORIZATION_FAILED')) return `this user lacks a right: ${message}`;
  return typeof code === 'string' ? ofCertificates(code, message) : undefined;
}

/** Whether a broker closed a connection without a word, as it does when it is asked in another way than it listens. */
export function wasHungUpOn(error: unknown): boolean {
  return rootOf(error).name === 'KafkaJSConnectionClosedError';
}

function ofCertificates(code: string, message: string): string | undefined {
  if (untrusted.includes(code)) return "the broker's certificate is not by an authority that is trusted here";
  if (code === 'CERT_HAS_EXPIRED') return "the broker's certificate has expired";
  if (code === 'CERT_NOT_YET_VALID') return "the broker's certificate is not valid yet";
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return "the broker's certificate is not for the host name by which it is reached";
  }
  if (/^ERR_SSL_.*ALERT.*(CERTIFICATE|UNKNOWN_CA)/.test(code)) {
    return "the broker wants a client's certificate, and does not accept this one or got none";
  }
  if (code.startsWith('ERR_SSL_') || message.includes('before secure TLS connection')) {
    return 'TLS cannot be agreed on: on this port the broker may speak without it';
  }
  return undefined;
}

/** The error that kafkajs has wrapped, once or more often; the first where it has gathered several. */
function rootOf(error: unknown): KafkajsError {
  const { cause, errors } = (error ?? {}) as KafkajsError;
  const inner = errors?.[0] ?? cause;
  return typeof inner === 'object' && inner !== null ? rootOf(inner) : ((error ?? {}) as KafkajsError);
}
