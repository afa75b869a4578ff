import { createHash } from 'node:crypto';
import { type EventType, factId, type Payloads } from '@vilfredo/events';
import type { Vault } from '@vilfredo/vault';
import type { Registration } from './register-customers.js';

export type Point = Registration['contactPoints'][number] & { readonly fingerprint: string };

type Told = {
  [T in 'CustomerRegistered' | 'ContactPointLinked' | 'ConsentChanged']: {
    readonly type: T;
    readonly payload: Payloads[T];
  };
}['CustomerRegistered' | 'ContactPointLinked' | 'ConsentChanged'];

/** One thing that a registration says, as the event that tells it and as the marks by which it is known again. */
export type MarkedStatement = Told & {
  readonly type: EventType;
  /** What it is about; tells nothing personal. */
  readonly thing: string;
  readonly said: Readonly<Record<string, string>>;
  /** The id of its event for a moment. */
  readonly idAt: (at: string) => string;
};

/**
 * Everything that a registration says, sealed. A mark is a hash of what was sealed with the customer's key: the same for
 * the same, and of nothing once that key is destroyed.
 */
export async function markStatements(
  { customerId, source, payload, secret, consent }: Registration,
  points: readonly Point[],
  vault: Pick<Vault, 'seal'>,
): Promise<readonly MarkedStatement[]> {
  const mark = async (content: object) => {
    const sealed = await vault.seal(customerId, content);
    return createHash('sha256').update(sealed).digest('base64url').slice(0, 24);
  };
  const marks = async (members: object) => {
    const marked = Object.entries(members).map(async ([name, value]) => [name, await mark({ [name]: value })] as const);
    return Object.fromEntries(await Promise.all(marked));
  };
  const { source: _, ...members } = payload;
  const sealed = Object.keys(secret).length === 0 ? {} : { sealed: await vault.seal(customerId, secret) };
  const registered: MarkedStatement = {
    ...{ type: 'CustomerRegistered', payload: { ...payload, ...sealed }, thing: 'customer' },
    said: await marks({ ...members, ...secret }),
    idAt: (at) => factId(source, 'customer', customerId, at),
  };
  const linked = points.map(async ({ kind, value, fingerprint }): Promise<MarkedStatement> => {
    const point = await vault.seal(customerId, { value });
    return {
      ...{ type: 'ContactPointLinked', payload: { source, kind, fingerprint, sealed: point } },
      ...{ thing: `contact-point ${await mark({ kind, value })}`, said: {} },
      idAt: (at) => factId(source, 'contact-point', customerId, fingerprint, at),
    };
  });
  const consented = consent.map(
    async ({ channel, granted }): Promise<MarkedStatement> => ({
      ...{ type: 'ConsentChanged', payload: { source, channel, granted }, thing: `consent ${channel}` },
      said: { granted: await mark({ channel, granted }) },
      idAt: (at) => factId(source, 'consent', customerId, channel, at),
    }),
  );
  return [registered, ...(await Promise.all([...linked, ...consented]))];
}
