import fc from 'fast-check';
import type { Held, Message } from './message.js';
import { type Attempt, defaultLimits, MessageQueue } from './message-queue.js';

const message = (n: number, customerId: string): Message => ({
  ...{ id: `e${n}`, topic: 'alerts', type: 'AlertRaised', version: 1, customerId },
  ...{ time: '', recordedAt: '', correlationId: '', data: '{}' },
});
const limits = { ...defaultLimits, slots: 3, retrying: 4, held: 12, ahead: 10 };

/** What happens next to one of the attempts under way, or to the process. */
type Step = { readonly kind: 'read' | 'take' | 'deliver' | 'fail' | 'crash' | 'save' | 'wait'; readonly which: number };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('read', 'read', 'take', 'take', 'deliver', 'deliver', 'fail', 'save', 'wait', 'crash'),
  which: fc.nat(20),
});

/** A receiver, its queue, and what would be there after a crash. */
class World {
  readonly delivered: string[] = [];
  readonly stored = new Map<string, string>();
  cursor = '0';
  now = 0;
  queue: MessageQueue;
  private underWay: Attempt[] = [];

  constructor(private readonly messages: readonly Message[]) {
    this.queue = this.reopened();
  }

  turn({ kind, which }: Step): void {
    if (kind === 'read') this.read(which);
    if (kind === 'take') this.underWay.push(...this.queue.take(this.now));
    const attempt = this.underWay[which % Math.max(1, this.underWay.length)];
    if (kind === 'wait') this.now += 10;
    else if (kind === 'save') this.save();
    else if (kind === 'crash') {
      this.underWay = [];
      this.queue = this.reopened();
    } else if (attempt !== undefined && (kind === 'fail' || kind === 'deliver')) {
      this.underWay = this.underWay.filter((one) => one !== attempt);
      if (kind === 'fail') this.queue.failed(attempt, { reason: 'no', now: this.now, next: this.now + 15 });
      else this.arrive(attempt);
    }
    expect(this.underWay.length).toBeLessThanOrEqual(limits.slots);
    const customers = this.underWay.map(({ messages }) => messages[0]!.customerId);
    expect(new Set(customers).size).toBe(customers.length);
  }

  /** Everything goes well from here on. */
  finish(): void {
    for (let i = 0; i < 1_000 && !this.isDone; i++) {
      this.now += 20;
      for (const kind of ['read', 'take', 'deliver', 'save'] as const) this.turn({ kind, which: 20 });
    }
  }

  private get isDone(): boolean {
    return this.cursor === String(this.messages.length) && this.stored.size === 0;
  }

  private arrive(attempt: Attempt): void {
    this.delivered.push(attempt.messages[0]!.id);
    this.queue.finished(attempt);
  }

  private read(most: number): void {
    for (let room = Math.min(most, this.queue.room); room > 0; room--) {
      const next = Number(this.queue.readCursor);
      const following = this.messages[next];
      if (following === undefined) return;
      this.queue.add(following, String(next + 1), 0, this.now);
    }
  }

  private save(): void {
    const kept = this.queue.ledger.takeUnkept();
    for (const held of kept) this.stored.set(held.message.id, JSON.stringify(held));
    this.queue.ledger.kept(kept);
    for (const held of this.queue.ledger.takeRemoved()) this.stored.delete(held.message.id);
    this.cursor = this.queue.cursor!;
  }

  private reopened(): MessageQueue {
    const held = [...this.stored.values()].map((text) => JSON.parse(text) as Held);
    return new MessageQueue(this.cursor, held, limits);
  }
}

describe('the queue of one receiver', () => {
  it('whatever fails and whenever the process dies, delivers every message, and each customer’s in their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 }),
        fc.array(step, { size: '+1' }),
        (customers, steps) => {
          const messages = customers.map((customer, n) => message(n, customer));
          const world = new World(messages);
          for (const one of steps) world.turn(one);
          world.finish();
          expect(new Set(world.delivered)).toEqual(new Set(messages.map(({ id }) => id)));
          expect(world.stored.size).toBe(0);
          expect(world.cursor).toBe(String(messages.length));
          for (const customer of ['a', 'b', 'c', 'd']) {
            const own = messages.filter(({ customerId }) => customerId === customer).map(({ id }) => id);
            const firsts = [...new Set(world.delivered)].filter((id) => own.includes(id));
            expect(firsts).toEqual(own);
          }
          if (!steps.some(({ kind }) => kind === 'crash')) expect(world.delivered).toHaveLength(messages.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('given a message that fails while another of its customer waits, when a third is read before anything is begun, then they go out in order', () => {
    const queue = new MessageQueue('0', [], limits);
    for (let n = 0; n < 2; n++) queue.add(message(n, 'a'), String(n + 1), 0, 0);
    queue.failed(queue.take(0)[0]!, { reason: 'no', now: 0, next: 5 });
    queue.add(message(2, 'a'), '3', 0, 0);

    const sent: string[] = [];
    for (let [attempt] = queue.take(5); attempt !== undefined; [attempt] = queue.take(5)) {
      sent.push(attempt.messages[0]!.id);
      queue.finished(attempt);
    }

    expect(sent).toEqual(['e0', 'e1', 'e2']);
  });

  it('given what is of no interest, moves its cursor past it', () => {
    const queue = new MessageQueue(null, [], limits);
    for (let i = 1; i <= 100; i++) queue.pass(String(i));
    expect([queue.cursor, queue.readCursor, queue.room]).toEqual(['100', '100', 10]);
  });

  it('given a message to be repeated and new ones, when all are due, then no more are begun than there are slots', () => {
    const queue = new MessageQueue('0', [], limits);
    for (const [n, customer] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      queue.add(message(n, customer), String(n + 1), 0, 0);
    }
    const [first, second, third] = queue.take(0);
    queue.failed(first!, { reason: 'no', now: 0, next: 5 });
    queue.finished(second!);

    expect(third).toBeDefined();
    expect(queue.take(5).map(({ messages }) => messages[0]!.customerId)).toEqual(['a', 'd']);
  });

  it('given so many customers with failures, begins nothing new until one is delivered', () => {
    const queue = new MessageQueue('0', [], limits);
    for (let n = 0; n < 6; n++) queue.add(message(n, `c${n}`), String(n + 1), 0, 0);
    for (let round = 0; round < 2; round++) {
      for (const attempt of queue.take(0)) queue.failed(attempt, { reason: 'no', now: 0, next: 100 });
    }
    expect(queue.retryingCount).toBeGreaterThanOrEqual(limits.retrying);
    expect(queue.take(50)).toEqual([]);
    expect(queue.room).toBe(0);
    const repeats = queue.take(100);
    expect(repeats).toHaveLength(limits.slots);
    for (const attempt of repeats) queue.finished(attempt);
    expect(queue.isBlocked).toBe(false);
  });

  it('given a receiver that is back, hurries what failed, but not what failed just now', () => {
    const queue = new MessageQueue('0', [], limits);
    for (let n = 0; n < 2; n++) queue.add(message(n, `c${n}`), String(n + 1), 0, 0);
    const [first, second] = queue.take(0);
    queue.failed(first!, { reason: 'no', now: 0, next: 36_000_000 });
    queue.failed(second!, { reason: 'no', now: 3_600_000, next: 36_000_000 });
    queue.ledger.hurry(3_600_001);
    expect(queue.take(3_600_001).map(({ messages }) => messages[0]!.id)).toEqual(['e0']);
  });
});

describe('a queue that sends together', () => {
  const digest = (held: readonly Held[] = []) => new MessageQueue('0', held, limits, true);

  it('holds everything until its time, then sends it at once', () => {
    const queue = digest();
    for (let n = 0; n < 3; n++) queue.add(message(n, 'a'), String(n + 1), 1_000, 0);
    expect(queue.take(999)).toEqual([]);
    const [attempt, ...more] = queue.take(1_000);
    expect([attempt!.messages.length, attempt!.isNewBatch, more]).toEqual([3, true, []]);
    expect(queue.take(1_000)).toEqual([]);
  });

  it('after a crash sends the same again, whatever has come meanwhile', () => {
    const queue = digest();
    queue.add(message(0, 'a'), '1', 1_000, 0);
    const [attempt] = queue.take(1_000);
    const kept = JSON.parse(JSON.stringify(queue.ledger.takeUnkept())) as Held[];
    const again = digest(kept);
    again.add(message(1, 'b'), '2', 1_000, 1_000);
    const [repeat] = again.take(2_000);
    expect(repeat!.messages.map(({ id }) => id)).toEqual(['e0']);
    expect([repeat!.batch, repeat!.isNewBatch]).toEqual([attempt!.batch, false]);
    again.finished(repeat!);
    expect(again.take(2_000)[0]!.messages.map(({ id }) => id)).toEqual(['e1']);
  });
});
