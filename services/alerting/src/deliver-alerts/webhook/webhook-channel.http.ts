import type { Clock } from '@vilfredo/event-sourcing';
import { Failure } from '@vilfredo/event-sourcing';
import type { Channel, Message, Outcome, Parcel } from '../message.js';
import type { WebhookReceiver } from '../receiver.js';
import { type Answer, type PosterSettings, type Resolve, WebhookPoster } from './post-webhook.http.js';
import { retryAfterMs } from './retry-after.js';
import { signWebhook } from './sign-webhook.js';
import { webhookPayload } from './webhook-payload.js';

export interface WebhookChannelSettings {
  readonly allowPrivateTargets: boolean;
  /** The machine's time: receivers compare it with theirs. */
  readonly machine: Clock;
  /** Requests under way at once; 8 when absent. */
  readonly slots?: number;
  /** 15,000 ms when absent. */
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

/** Signed HTTP requests to one system. */
export class WebhookChannel implements Channel {
  readonly topics: readonly string[];
  readonly slots: number;
  readonly together = false;
  readonly timeoutMs: number;
  private readonly poster: WebhookPoster;
  private readonly types: ReadonlySet<string>;

  constructor(
    private readonly receiver: WebhookReceiver,
    private readonly settings: WebhookChannelSettings,
  ) {
    const { slots = 8, timeoutMs = 15_000, allowPrivateTargets, resolve } = settings;
    this.topics = receiver.topics;
    this.types = new Set(receiver.types);
    this.slots = slots;
    this.timeoutMs = timeoutMs;
    const poster: PosterSettings = { url: receiver.url, slots, timeoutMs, allowPrivateTargets };
    this.poster = new WebhookPoster(resolve === undefined ? poster : { ...poster, resolve });
  }

  wants({ type }: Message): boolean {
    return this.types.has(type);
  }

  notBefore(): number {
    return 0;
  }

  send({ messages: [message] }: Parcel, signal: AbortSignal): Promise<Outcome> {
    return this.post(message!.id, webhookPayload(message!), signal);
  }

  sendTest(id: string, signal: AbortSignal): Promise<Outcome> {
    const timestamp = new Date(this.settings.machine()).toISOString();
    return this.post(id, JSON.stringify({ type: 'webhook.test', timestamp, data: {} }), signal);
  }

  close(): void {
    this.poster.close();
  }

  private async post(id: string, payload: string, signal: AbortSignal): Promise<Outcome> {
    const now = this.settings.machine();
    const signed = signWebhook(id, now, payload, this.receiver.secrets);
    const headers = { 'content-type': 'application/json', 'user-agent': 'vilfredo', ...signed };
    try {
      return outcomeOf(await this.poster.post(headers, payload, signal), now);
    } catch (error) {
      return { delivered: false, reason: reasonOf(error) };
    }
  }
}

function outcomeOf({ status, retryAfter }: Answer, now: number): Outcome {
  if (status >= 200 && status < 300) return { delivered: true };
  if (status === 410) return { delivered: false, isFinal: true, reason: 'answered 410: it wants no more messages' };
  if (status >= 300 && status < 400) {
    return { delivered: false, reason: `answered with a redirect (${status}), and none is followed` };
  }
  const wait = retryAfterMs(retryAfter, now);
  const isBusy = (status === 429 || status === 503) && wait !== undefined;
  return {
    delivered: false,
    reason: `answered ${status}`,
    isBusy,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was broken off',
  EPIPE: 'the connection was broken off',
  ETIMEDOUT: 'no connection in time',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the host',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody else',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.reason;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return message;
  return words[code] ?? `the exchange failed (${code})`;
}
