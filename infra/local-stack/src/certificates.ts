import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its private key, both in PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** Somebody who certifies others, for two days: for the tests of one run. */
export interface Authority extends Certified {
  /** @param hosts the names of a server, as clients call it; a client has none */
  certify(name: string, hosts?: readonly string[]): Certified;
}

const dayMs = 86_400_000;
const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
};
/** Object identifiers, encoded. */
const oids = {
  ecdsaWithSha256: Buffer.from('06082a8648ce3d040302', 'hex'),
  commonName: Buffer.from('0603550403', 'hex'),
  keyUsage: Buffer.from('0603551d0f', 'hex'),
  otherNames: Buffer.from('0603551d11', 'hex'),
  basicConstraints: Buffer.from('0603551d13', 'hex'),
};
const isTrue = der(tags.boolean, Buffer.from([0xff]));

/** An authority of its own, known to nobody; Node reads certificates, but makes none. */
export function makeAuthority(name: string): Authority {
  const { publicKey, privateKey: key } = newKeys();
  const signer = { name, key };
  const mayCertify = [
    extension(oids.basicConstraints, der(tags.sequence, isTrue), true),
    extension(oids.keyUsage, der(tags.bits, Buffer.from([2, 0x04])), true),
  ];
  return {
    key,
    certificate: certificateOf({ name, publicKey, extensions: mayCertify }, signer),
    certify: (other, hosts = []) => {
      const { publicKey: own, privateKey } = newKeys();
      const names = hosts.map((host) => der(0x82, Buffer.from(host)));
      const extensions = names.length === 0 ? [] : [extension(oids.otherNames, der(tags.sequence, ...names), false)];
      return { key: privateKey, certificate: certificateOf({ name: other, publicKey: own, extensions }, signer) };
    },
  };
}

interface Subject {
  readonly name: string;
  readonly publicKey: string;
  readonly extensions: readonly Buffer[];
}

/** X.509, version 3: https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function certificateOf({ name, publicKey, extensions }: Subject, signer: { name: string; key: string }): string {
  const version = der(0xa0, der(tags.integer, Buffer.from([2])));
  const serial = der(tags.integer, Buffer.concat([Buffer.from([1]), randomBytes(15)]));
  const algorithm = der(tags.sequence, oids.ecdsaWithSha256);
  const now = Date.now();
  const valid = der(tags.sequence, timeOf(now - dayMs), timeOf(now + dayMs));
  const subjectKey = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  const more = extensions.length === 0 ? [] : [der(0xa3, der(tags.sequence, ...extensions))];
  const parts = [version, serial, algorithm, nameOf(signer.name), valid, nameOf(name), subjectKey, ...more];
  const toSign = der(tags.sequence, ...parts);
  const signature = der(tags.bits, Buffer.from([0]), sign('sha256', toSign, signer.key));
  const base64 = der(tags.sequence, toSign, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

function newKeys(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function nameOf(commonName: string): Buffer {
  const attribute = der(tags.sequence, oids.commonName, der(tags.text, Buffer.from(commonName)));
  return der(tags.sequence, der(tags.set, attribute));
}

function timeOf(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(tags.time, Buffer.from(`${digits}Z`));
}

function extension(oid: Buffer, value: Buffer, isCritical: boolean): Buffer {
  return der(tags.sequence, oid, ...(isCritical ? [isTrue] : []), der(tags.octets, value));
}

/** Tag, length and content: https://www.itu.int/rec/T-REC-X.690 */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
