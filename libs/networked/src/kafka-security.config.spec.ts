import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificates, Credentials, PasswordUser } from '@vilfredo/kafka';
import { makeAuthority } from '@vilfredo/local-stack';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { readKafkaSecurity } from './kafka-security.config.js';

const authority = makeAuthority('the authority of an enterprise');
const client = authority.certify('scoring');
const files = {
  'ca.pem': `of 2026\n${authority.certificate}\n${makeAuthority('another').certificate}`,
  'tls.crt': client.certificate,
  'tls.key': client.key,
  'other.key': authority.certify('another').key,
  password: 'sesame \r\n',
  empty: '\n',
  'no.pem': '-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n',
};

/** As it is for a connection that is made now. */
function shown({ ssl, sasl }: Credentials): { ssl?: Certificates; sasl?: unknown } {
  return {
    ...(typeof ssl === 'function' && { ssl: ssl() }),
    ...(sasl && { sasl: { ...sasl, ...('password' in sasl && { password: (sasl as PasswordUser).password() }) } }),
  };
}

describe('how a service reaches a secured Kafka', () => {
  let home: TemporaryFolder;
  beforeAll(async () => {
    home = await temporaryFolder();
    for (const [name, text] of Object.entries(files)) await writeFile(join(home.path, name), text);
  });
  afterAll(() => home.dispose());

  /** Variables without their prefix; a value that begins with ./ is a file of the folder. */
  const read = (variables: Record<string, string>, brokers = ['kafka.example.com:9093']) => {
    const env = Object.entries(variables).map(([name, value]) => [
      `VILFREDO_KAFKA_${name}`,
      value.replace(/^\.\//, `${home.path}/`),
    ]);
    return readKafkaSecurity(Object.fromEntries(env), brokers);
  };
  const user = { SASL: 'scram-sha-512', USER: 'scoring' };
  const pair = { CERTIFICATE: './tls.crt', KEY: './tls.key' };

  it('given nothing, when it is read, then connections are in the open and by nobody', () => {
    expect(read({})).toEqual({ security: {}, wrong: [] });
  });

  it('given TLS alone, when it is read, then the authorities of Node and of the system are trusted', () => {
    const { security, wrong } = read({ TLS: 'true' });
    expect(wrong).toEqual([]);
    expect(shown(security).ssl?.ca?.length).toBeGreaterThan(50);
  });

  it('given files of certificates, when they are read, then these alone are trusted, and its own shown', () => {
    const { security, wrong } = read({ TLS: 'true', CA: './ca.pem', ...pair });
    expect(wrong).toEqual([]);
    expect(shown(security)).toEqual({
      ssl: { ca: [authority.certificate.trim(), expect.any(String)], cert: client.certificate.trim(), key: client.key },
    });
  });

  it.each([
    ['a file, without the line end after it', { PASSWORD_FILE: './password' }, 'sesame '],
    ['a variable, as it is', { PASSWORD: ' sesame ' }, ' sesame '],
  ])('given a password in %s, when it is read, then the user has it', (_, password, expected) => {
    const { security, wrong } = read({ TLS: 'yes', CA: './ca.pem', ...user, ...password });
    expect(wrong).toEqual([]);
    expect(shown(security).sasl).toEqual({ mechanism: 'scram-sha-512', username: 'scoring', password: expected });
  });

  it('given files that are replaced, when they are asked for again, then what they hold now; while one is gone, what it held', async () => {
    const [crt, key, password] = ['new.crt', 'new.key', 'new'].map((name) => join(home.path, name)) as [
      string,
      string,
      string,
    ];
    const write = async (pair: typeof client, word: string) => {
      await writeFile(crt, pair.certificate);
      await writeFile(key, pair.key);
      await writeFile(password, word);
    };
    await write(client, 'first');
    const { security } = read({
      ...{ TLS: 'true', CERTIFICATE: './new.crt', KEY: './new.key' },
      ...{ ...user, PASSWORD_FILE: './new' },
    });
    const second = authority.certify('scoring');
    await write(second, 'second');
    expect(shown(security)).toMatchObject({ ssl: { key: second.key }, sasl: { password: 'second' } });
    await writeFile(crt, 'half a cert');
    await rm(password);
    expect(shown(security)).toMatchObject({
      ssl: { cert: second.certificate.trim(), key: second.key },
      sasl: { password: 'second' },
    });
  });

  it('given brokers on this machine alone, when the password goes to them in the open, then that is let pass', () => {
    const plain = { SASL: 'plain', USER: 'scoring', PASSWORD: 'sesame' };
    expect(read(plain, ['localhost:9092', '127.0.0.2:9093']).wrong).toEqual([]);
    expect(read(plain, ['localhost:9092', 'kafka:9092']).wrong).toEqual([
      expect.stringMatching(/^VILFREDO_KAFKA_TLS must be true: .* in the open; or take scram-sha-512$/),
    ]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['TLS is neither true nor false', { TLS: 'perhaps' }, /^VILFREDO_KAFKA_TLS must be a boolean value/],
    ['the mechanism is another one', { SASL: 'gssapi', USER: 'a', PASSWORD: 'b' }, /^VILFREDO_KAFKA_SASL must be one/],
    [
      'certificates come without TLS',
      { CA: './ca.pem', ...pair },
      /^VILFREDO_KAFKA_TLS must be true for .*_CA, .*_CE.*/,
    ],
    ['the key is missing', { TLS: 'true', CERTIFICATE: './tls.crt' }, /^VILFREDO_KAFKA_KEY is missing/],
    ['the certificate is missing', { TLS: 'true', KEY: './tls.key' }, /^VILFREDO_KAFKA_CERTIFICATE is missing/],
    [
      'a file is not there',
      { TLS: 'true', CA: './gone.pem' },
      /^VILFREDO_KAFKA_CA .* cannot be read \(ENOENT\): mount/,
    ],
    ['a file holds a key', { TLS: 'true', CA: './tls.key' }, /^VILFREDO_KAFKA_CA .* without a certificate in PEM/],
    ['a certificate is none', { TLS: 'true', CA: './no.pem' }, /^VILFREDO_KAFKA_CA .* without a certificate in PEM/],
    ['a key is none', { TLS: 'true', ...pair, KEY: './password' }, /^VILFREDO_KAFKA_KEY .* without a private key/],
    [
      'a key is of another pair',
      { TLS: 'true', ...pair, KEY: './other.key' },
      /^VILFREDO_KAFKA_KEY .* does not belong/,
    ],
    ['nobody is to be let in', { PASSWORD: 'sesame' }, /^VILFREDO_KAFKA_SASL is missing: VILFREDO_KAFKA_PASSWORD need/],
    ['the user is missing', { SASL: user.SASL, PASSWORD: 'sesame' }, /^VILFREDO_KAFKA_USER is missing/],
    ['the password is missing', user, /^VILFREDO_KAFKA_PASSWORD_FILE, or VILFREDO_KAFKA_PASSWORD, is missing/],
    [
      'it is given twice',
      { ...user, PASSWORD: 'a', PASSWORD_FILE: './password' },
      /^VILFREDO_KAFKA_PASSWORD must be left/,
    ],
    ['its file is empty', { ...user, PASSWORD_FILE: './empty' }, /^VILFREDO_KAFKA_PASSWORD_FILE .* empty/],
    ['its file is not there', { ...user, PASSWORD_FILE: './gone' }, /^VILFREDO_KAFKA_PASSWORD_FILE .* cannot be read/],
  ])('given %s, when it is read, then the variable and the remedy are named, and no value', (_, variables, reason) => {
    const { wrong } = read(variables);
    expect(wrong[0]).toMatch(reason);
    expect(wrong.join()).not.toMatch(/sesame|\.pem\b|tls\.|gone|perhaps|gssapi|scoring/);
  });
});
