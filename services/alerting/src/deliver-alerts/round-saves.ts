import { type EventToAppend, Failure } from '@vilfredo/event-sourcing';
import { type ReceiverState, viewOf } from './receiver-state.js';
import type { RoundParts } from './round-parts.js';

/** What one round keeps of its receiver: the state with the lease, what is held, and notes on what was delivered. */
export class RoundSaves {
  private notices: EventToAppend[] = [];
  private isDirty = false;
  private saving: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** @param failed called with what a save that nobody waits for threw */
  constructor(
    private readonly parts: RoundParts,
    public state: ReceiverState,
    private version: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  note(notice: EventToAppend): void {
    this.notices.push(notice);
  }

  /** Saves within the time that is to lie between two saves. */
  soon(): void {
    this.isDirty = true;
    if (this.timer !== undefined || this.isClosed) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.all(false).catch(this.failed);
    }, this.parts.saveEveryMs);
  }

  /**
   * One save at a time, each with all that has changed until it begins.
   * @param isLast gives the lease back
   * @throws Failure `conflict` when somebody else wrote
   */
  all(isLast: boolean): Promise<void> {
    const after = (this.saving ?? Promise.resolve()).then(() => this.save(isLast));
    const settled = after
      .catch(() => undefined)
      .then(() => {
        if (this.saving === settled) this.saving = undefined;
      });
    this.saving = settled;
    return after;
  }

  /** @throws Failure `conflict` when somebody else wrote the state of the receiver */
  async look(): Promise<void> {
    const { receivers, receiver } = this.parts;
    await this.saving;
    const version = this.version;
    const stored = (await receivers.load([receiver.name])).get(receiver.name);
    if (version === this.version && this.saving === undefined && stored?.version !== version) throw this.conflict();
  }

  /** Begins no save any more by itself. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  /** Resolves when no save is under way. */
  async ended(): Promise<void> {
    await this.saving;
  }

  /**
   * In this order a crash at any point repeats something and forgets nothing: what waits is kept before the cursor passes
   * it, and what was delivered is noted before. Notes, cursor and removals are of one moment.
   */
  private async save(isLast: boolean): Promise<void> {
    if (!this.isDirty && !isLast) return;
    this.isDirty = false;
    const { log, queue, heldStore, receivers, receiver, clock, owner, leaseMs, wake } = this.parts;
    const { ledger } = queue;
    const toKeep = ledger.takeUnkept();
    await heldStore.keep(toKeep);
    ledger.kept(toKeep);
    const { notices } = this;
    this.notices = [];
    const toRemove = ledger.takeRemoved();
    const lease = { owner, until: isLast ? 0 : clock() + leaseMs };
    const { cursor, heldCount: held, retryingCount: retrying } = queue;
    const state = { ...this.state, renew: false, cursor, held, retrying, lease };
    this.state = state;
    if (notices.length > 0) await log.append(notices);
    const lost = await receivers.save([viewOf(receiver.name, this.version, state)]);
    if (lost.length > 0) throw this.conflict();
    this.version++;
    await heldStore.remove(toRemove);
    wake.up();
  }

  private conflict(): Failure {
    return new Failure('conflict', `somebody else gave orders for ${this.parts.receiver.name}`);
  }
}
