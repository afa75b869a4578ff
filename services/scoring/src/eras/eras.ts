import { Failure, type StoredEvent, topicPartition } from '@vilfredo/event-sourcing';
import { type Policy, read } from '@vilfredo/events';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { type Epoch, EpochAssembly, type Era, eraOf, isBefore } from './era.js';

/** The eras of the log that somebody has still to go through, oldest first; the last one is in force. */
export class Eras {
  private readonly assembly = new EpochAssembly();
  private known: Era[] = [];
  private last: Epoch | null = null;
  /** Offset of the newest governance event seen, per partition. */
  private readonly governed = new Map<string, number>();

  /** The rules and cut-offs in force. @throws Failure `unavailable` before the first policy */
  get current(): Era {
    const era = this.known.at(-1);
    if (era === undefined) throw new Failure('unavailable', 'no policy has been activated yet', { retryAfter: 1 });
    return era;
  }

  /** Whether a policy is in force. */
  get isGoverned(): boolean {
    return this.known.length > 0;
  }

  get count(): number {
    return this.known.length;
  }

  /** Offset of the newest governance event seen; -1 before the first. */
  get governedTo(): number {
    return Math.max(-1, ...this.governed.values());
  }

  /** The newest epoch recorded, whatever policy it was taken under. */
  get lastEpoch(): Epoch | null {
    return this.last;
  }

  /**
   * Turns to the era that a governance event begins; false when it begins none. One that comes again turns nothing back:
   * it only tells whether its era, which may not have been entered by everybody, is still in force.
   */
  turn(event: StoredEvent): boolean {
    const partition = topicPartition(event);
    if (event.offset <= (this.governed.get(partition) ?? -1)) return this.known.at(-1)?.begunBy.id === event.id;
    this.governed.set(partition, event.offset);
    const next = this.begunBy(event);
    if (next !== null) this.known.push(next);
    return next !== null;
  }

  /**
   * The era that an event of a customer's belongs to; the one that they are in, where that is newer: topics may be read
   * apart from each other, and nobody is taken back.
   */
  for(event: StoredEvent, { activation, standing }: Pick<CustomerScore, 'activation' | 'standing'>): Era {
    const isIn = (era: Era) => era.activation === activation && (era.epoch?.number ?? 0) <= standing.epoch;
    return this.known.findLast((era) => isBefore(era.begunBy, event) || isIn(era)) ?? this.current;
  }

  /** The eras from the one whose rules somebody follows on, each with the one before it. */
  *from(activation: string | null): Generator<{ readonly era: Era; readonly before: Era | undefined }> {
    const first = this.known.findIndex((era) => era.activation === activation);
    for (let i = Math.max(0, first); i < this.known.length; i++)
      yield { era: this.known[i]!, before: this.known[i - 1] };
  }

  /** The rules that somebody follows: those in force, unless they have still to enter them. */
  policyOf({ activation }: Pick<CustomerScore, 'activation'>): Policy {
    return (this.known.find((era) => era.activation === activation) ?? this.current).policy;
  }

  /** Everybody is in the newest: those before it are let go of. */
  settle(): void {
    this.known = this.known.slice(-1);
  }

  private begunBy(stored: StoredEvent): Era | null {
    const event = read(stored);
    const since = Date.parse(stored.recordedat);
    if (event.type === 'PolicyActivated') return eraOf(event.payload.policy, stored, since);
    if (event.type !== 'CutoffsRecorded') return null;
    const epoch = this.assembly.add(event.payload);
    if (epoch === null) return null;
    this.last = epoch;
    const current = this.known.at(-1);
    if (current === undefined || current.policy.name !== epoch.policy) return null;
    return { ...current, epoch, begunBy: stored, since };
  }
}
