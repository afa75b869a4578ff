import { Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import { read, Unreadable } from '@vilfredo/events';
import { inForce, type PolicyInForce } from '../watch-customer/policy-in-force.js';

interface Activated extends PolicyInForce {
  readonly id: string;
  readonly offset: number;
}

/** Every policy that was put in force, oldest first: an event is judged under the one that held when it was recorded. */
export class Policies {
  private readonly known: Activated[] = [];

  /** Whether a policy is in force. */
  get areThere(): boolean {
    return this.known.length > 0;
  }

  /** The one in force now. @throws Failure `unavailable` before the first */
  get newest(): PolicyInForce {
    this.requireOne();
    return this.known.at(-1)!;
  }

  /** Without any policy nothing can be judged: what is in hand comes again. @throws Failure `unavailable` before the first */
  requireOne(): void {
    if (!this.areThere) throw new Failure('unavailable', 'no policy has been activated yet', { retryAfter: 1 });
  }

  /** Takes a governance event in, once. Returns the policy that it activates; null for every other event. */
  add(event: StoredEvent): PolicyInForce | null {
    if (event.type !== 'PolicyActivated') return null;
    const before = this.known.find(({ id }) => id === event.id);
    if (before !== undefined) return before;
    const activated = activatedBy(event);
    if (activated !== null) this.known.push(activated);
    return activated;
  }

  /** The one in force when an event was recorded; of what was recorded in one moment, the log's order tells. */
  at(event: Pick<StoredEvent, 'recordedat' | 'offset'>): PolicyInForce {
    const recorded = Date.parse(event.recordedat);
    const held = this.known.findLast(
      ({ since, offset }) => since < recorded || (since === recorded && offset < event.offset),
    );
    return held ?? this.known[0] ?? this.newest;
  }

  /** The one in force at an instant, epoch ms. */
  atInstant(instant: number): PolicyInForce {
    return this.known.findLast(({ since }) => since <= instant) ?? this.known[0] ?? this.newest;
  }
}

/** A policy that cannot be read was put in force by a newer version of the product: the one before goes on. */
function activatedBy(event: StoredEvent): Activated | null {
  try {
    const { type, payload } = read(event);
    if (type !== 'PolicyActivated') return null;
    const { id, offset, recordedat } = event;
    return { ...inForce(payload.policy, Date.parse(recordedat)), id, offset };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
