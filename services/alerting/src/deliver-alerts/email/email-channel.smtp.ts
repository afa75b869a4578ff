import type { Clock, EventLog } from '@vilfredo/event-sourcing';
import type { AlertSeverity } from '@vilfredo/events';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Channel, Message, Outcome, Parcel } from '../message.js';
import { type EmailReceiver, mailedTypes } from '../receiver.js';
import { type AlertNote, alertNotes, isAtLeast } from './alert-note.js';
import { composeMail, messageIdOf } from './compose-mail.js';
import { nextMail } from './mail-times.js';

/** What decides when somebody may be told of an alert. */
export interface NotifiableAlert {
  readonly eventId: string;
  readonly alertId: string;
  readonly customerId: string;
  readonly rule: string;
  readonly severity: AlertSeverity;
  readonly priority: number;
  readonly agentId: string | null;
  readonly raisedAt: string;
}

/** When somebody may be told, epoch ms; what is past means now. */
export type NotifiableAt = (alert: NotifiableAlert, now: number) => number | Promise<number>;

export interface EmailChannelSettings {
  readonly log: Pick<EventLog, 'history'>;
  readonly clock: Clock;
  readonly smtpUrl: string;
  readonly from: string;
  readonly publicUrl?: string | undefined;
  readonly notifiableAt: NotifiableAt;
  /** For one mail, ms; 30,000 when absent. */
  readonly timeoutMs?: number;
}

/** Later than this after the alert, it is looked at what has become of it, ms. */
const freshMs = 60_000;

/** E-mail to some people, about alerts raised and escalated. */
export class EmailChannel implements Channel {
  readonly topics = ['alerts'];
  readonly slots = 2;
  readonly together: boolean;
  readonly timeoutMs: number;
  private readonly transport: ReturnType<typeof createTransport>;

  constructor(
    private readonly receiver: EmailReceiver,
    private readonly settings: EmailChannelSettings,
  ) {
    this.together = receiver.at.every !== 'alert';
    this.timeoutMs = settings.timeoutMs ?? 30_000;
    this.transport = createTransport({
      url: settings.smtpUrl,
      connectionTimeout: this.timeoutMs,
      greetingTimeout: this.timeoutMs,
      socketTimeout: this.timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  wants({ type }: Message): boolean {
    return (mailedTypes as readonly string[]).includes(type);
  }

  async notBefore(message: Message, now: number): Promise<number | null> {
    const note = await this.noteOf(message, now);
    if (note === undefined || !isAtLeast(note.severity, this.receiver.severityFrom)) return null;
    const mayBeToldAt = await this.settings.notifiableAt({ ...note, eventId: message.id }, now);
    return nextMail(this.receiver.at, Math.max(now, mayBeToldAt), this.receiver.timeZone);
  }

  async send({ messages, batch }: Parcel, signal: AbortSignal): Promise<Outcome> {
    const { receiver, settings } = this;
    const now = settings.clock();
    const notes = new Map<string, AlertNote>();
    for (const message of messages) {
      const note = await this.noteOf(message, now);
      if (note !== undefined) notes.set(note.alertId, note);
    }
    const mail = composeMail([...notes.values()], { timeZone: receiver.timeZone, publicUrl: settings.publicUrl });
    return this.hand({ ...mail, ...this.threadOf(messages, batch) }, signal);
  }

  sendTest(id: string, signal: AbortSignal): Promise<Outcome> {
    const text = 'This is a test: mail about alerts reaches you here.\n';
    return this.hand({ subject: 'Vilfredo: a test', text, messageId: this.idOf(id) }, signal);
  }

  close(): void {
    this.transport.close();
  }

  /** Mail about one alert is one thread: it begins with the mail that told of it first. */
  private threadOf(
    messages: readonly Message[],
    batch: string | null,
  ): Pick<SendMailOptions, 'messageId' | 'inReplyTo' | 'references'> {
    if (batch !== null) return { messageId: this.idOf(batch) };
    const [message] = messages;
    const root = this.idOf((JSON.parse(message!.data) as { alertId: string }).alertId);
    if (message!.type === 'AlertRaised') return { messageId: root };
    return { messageId: this.idOf(message!.id), inReplyTo: root, references: root };
  }

  private idOf(told: string): string {
    return messageIdOf(this.receiver.name, told, this.settings.from);
  }

  /** The alert that a message is about; as it stands by now, when the message does not say it all. */
  private async noteOf(message: Message, now: number): Promise<AlertNote | undefined> {
    const { alertId } = JSON.parse(message.data) as { alertId: string };
    const isFresh = now - Date.parse(message.recordedAt) < freshMs;
    if (message.type === 'AlertRaised' && isFresh) return alertNotes([message]).get(alertId);
    const events = await this.settings.log.history({ topics: ['alerts'], subject: message.customerId });
    return alertNotes(events.map((event) => ({ ...event, customerId: event.subject }))).get(alertId);
  }

  private async hand(mail: SendMailOptions, signal: AbortSignal): Promise<Outcome> {
    const { from } = this.settings;
    const headers = { 'Auto-Submitted': 'auto-generated' };
    const sending = this.transport.sendMail({ ...mail, from, to: [...this.receiver.to], headers });
    try {
      await ended(sending, this.timeoutMs, signal);
      return { delivered: true };
    } catch (error) {
      return refusal(error);
    }
  }
}

/** Waits for a promise, and no longer than allowed. What it was waiting for may happen all the same: its id tells a repeat. */
async function ended<T>(promise: Promise<T>, timeoutMs: number, signal: AbortSignal): Promise<T> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      over.addEventListener('abort', () => reject(new Error(`no answer within ${timeoutMs / 1_000} s`)));
    }),
  ]);
}

/** A server that will not have this mail, or these people, will not have it later either. */
function refusal(error: unknown): Outcome {
  const { code, responseCode, message } = error as { code?: string; responseCode?: number; message: string };
  if (responseCode === undefined) return { delivered: false, reason: code === undefined ? message : plainly(code) };
  const isFinal = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { delivered: false, isFinal, reason: `the mail server answered ${responseCode}` };
}

function plainly(code: string): string {
  if (code === 'ETIMEDOUT') return 'the mail server did not answer in time';
  if (code === 'EDNS') return 'the name of the mail server is not known';
  if (code === 'ETLS') return 'the mail server could not prove who it is';
  return code === 'ESOCKET' || code === 'ECONNECTION'
    ? 'the mail server cannot be reached'
    : `the mail server could not be spoken to (${code})`;
}
