import type { Clock, EventLog, EventPage, StoredEvent, Subscription, ViewStore } from '@vilfredo/event-sourcing';
import type { Vault } from '@vilfredo/vault';
import { ContactFollower } from './link-prospects/follow-contacts.consumer.js';
import { type LinkedByHand, linkByHand } from './link-prospects/link-by-hand.runner.js';
import { LinkedProspects, linkedProspectsCollection } from './link-prospects/linked-prospects.view.js';
import { historyTopics } from './link-prospects/retell.js';
import { HistoryTeller } from './link-prospects/retell-history.runner.js';
import type { ContactIntake } from './record-contacts/contact-intake.js';
import { ContactRecorder } from './record-contacts/contact-recorder.runner.js';
import { FollowedPurposes } from './record-contacts/followed-purposes.runner.js';
import { RecordedContacts, recordedContactsCollection } from './record-contacts/recorded-contacts.view.js';
import { ContactPoints, contactPointsCollection } from './resolve-contacts/contact-points.view.js';

export interface InteractionCaptureParts {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly clock: Clock;
  readonly vault: Vault;
  /** ISO 3166 alpha-2: how phone numbers without a country code are read. The same in every process. */
  readonly country?: string | undefined;
  readonly observe?: CaptureObserver;
}

/** What goes on, for whoever logs and counts. Nothing of it is personal. */
export interface CaptureObserver {
  /** A batch could not be followed; it comes again. */
  onFailure?(error: unknown, attempt: number): void;
  /** A batch is followed. */
  onFollowed?(batch: EventPage): void;
  /** An event, or its sealed part, that cannot be read: it is left out. */
  onUnreadable?(event: StoredEvent, error: unknown): void;
}

const batchSize = 500;

/** Contacts in: records what the edges hand in, and follows the log to know whom they were with. */
export class InteractionCapture {
  /** Takes contacts from the moment it is there; whom they were with is known better once it follows the log. */
  readonly intake: ContactIntake;
  private subscription: Subscription | undefined;

  private constructor(
    private readonly parts: InteractionCaptureParts,
    recorder: ContactIntake,
    private readonly follower: ContactFollower,
  ) {
    this.intake = recorder;
  }

  static async open(parts: InteractionCaptureParts): Promise<InteractionCapture> {
    const { log, store, vault, observe = {} } = parts;
    const recorded = new RecordedContacts(await store.collection(recordedContactsCollection));
    const points = new ContactPoints(await store.collection(contactPointsCollection));
    const prospects = new LinkedProspects(await store.collection(linkedProspectsCollection));
    const onUnreadable = (event: StoredEvent, error: unknown) => observe.onUnreadable?.(event, error);
    const teller = new HistoryTeller(log, vault, onUnreadable);
    const recorder = new ContactRecorder({
      ...parts,
      recorded,
      points,
      prospects,
      purposes: new FollowedPurposes(log),
    });
    const follower = new ContactFollower({ log, points, prospects, recorded, teller, onUnreadable });
    return new InteractionCapture(parts, recorder, follower);
  }

  get clock(): Clock {
    return this.parts.clock;
  }

  /** Begins to follow the log. */
  async start(): Promise<void> {
    const { observe } = this.parts;
    this.subscription ??= await this.parts.log.subscribe({
      group: 'interaction-capture',
      topics: historyTopics,
      batchSize,
      onBatch: async (batch) => {
        await this.follow(batch);
        observe?.onFollowed?.(batch);
      },
      onFailure: (error, attempt) => observe?.onFailure?.(error, attempt),
    });
  }

  /** Takes into account what the log says; the same once more changes nothing. */
  follow(batch: EventPage): Promise<void> {
    return this.follower.follow(batch);
  }

  /** Finishes the batch in hand. */
  async stop(): Promise<void> {
    const { subscription } = this;
    this.subscription = undefined;
    await subscription?.stop();
  }

  /** Somebody says who a prospect is: see `linkByHand`. */
  linkByHand(prospectId: string, customerId: string): Promise<LinkedByHand> {
    return linkByHand(this.parts, prospectId, customerId);
  }

  /** Events that it has still to follow; 0 while it does not follow. */
  async lag(): Promise<number> {
    return (await this.subscription?.lag()) ?? 0;
  }

  /** When it last went round, epoch milliseconds; while it does not follow, nothing stands still. */
  lastProgress(): number {
    return this.subscription?.lastProgress() ?? this.parts.clock();
  }
}
