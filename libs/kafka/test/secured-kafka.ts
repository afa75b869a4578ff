import { type LocalBroker, makeAuthority, startKafka } from '@vilfredo/local-stack';
import type { SASLOptions } from 'kafkajs';
import type { Certificates, PasswordUser } from '../src/index.js';

/** A broker that is reached in TLS alone but by its keeper, and what somebody needs to be let in. */
export class SecuredKafka {
  /** Of the broker and of its clients. */
  readonly ca: string;
  readonly password = 'open sesame';

  private constructor(
    readonly broker: LocalBroker,
    private readonly authority: ReturnType<typeof makeAuthority>,
  ) {
    this.ca = authority.certificate;
  }

  static async start(): Promise<SecuredKafka> {
    const authority = makeAuthority('the authority of an enterprise');
    const broker = await startKafka({
      security: {
        server: authority.certify('broker', ['localhost']),
        clientAuthority: authority.certificate,
        users: { vilfredo: 'open sesame', guest: 'open sesame' },
        superUsers: ['User:vilfredo', 'User:CN=vilfredo'],
      },
    });
    return new SecuredKafka(broker, authority);
  }

  /** Where users with a password are let in. @param host another name than that of the broker's certificate */
  forUsers(host = 'localhost'): readonly string[] {
    return [`${host}:${this.broker.secure!.sasl}`];
  }

  /** Where certificates are. */
  get forCertificates(): readonly string[] {
    return [`localhost:${this.broker.secure!.certificates}`];
  }

  user(mechanism: PasswordUser['mechanism'], { username = 'vilfredo', password = this.password } = {}): SASLOptions {
    return { mechanism, username, password } as SASLOptions;
  }

  /** A client's certificate and its key, beside whom it trusts. */
  client({ by = this.authority } = {}): Certificates {
    const { certificate, key } = by.certify('vilfredo');
    return { ca: this.ca, cert: certificate, key };
  }
}
