import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in a text, each in PEM; what stands between them is left out. None when one of them is no certificate. */
export function certificatesIn(text: string): readonly string[] {
  const found = text.match(block) ?? [];
  return found.every((certificate) => parsed(certificate) !== undefined) ? found : [];
}

/** What can be said of a private key without showing it. */
export function keyIn(text: string): {
  /** Not when there is none, or it is locked with a passphrase. */
  readonly isUsable: boolean;
  /** Whether a certificate, in PEM, is for this key. */
  readonly fits: (certificate: string) => boolean;
} {
  const key = keyOf(text);
  return {
    isUsable: key !== undefined,
    fits: (certificate) => key !== undefined && parsed(certificate)?.checkPrivateKey(key) === true,
  };
}

function keyOf(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}

function parsed(certificate: string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}
