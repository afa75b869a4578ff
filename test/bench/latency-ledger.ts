/** When each order was due to be sent, and when its first change was seen. */
export class LatencyLedger {
  private readonly due = new Map<string, number>();
  private readonly seenAt = new Map<string, number>();

  /** @param due when it ought to have been sent, ms */
  sent(id: string, due: number): void {
    this.due.set(id, due);
  }

  /** A change was seen that `cause` set off; only the first of an order counts. */
  seen(cause: string, at: number): void {
    if (!this.seenAt.has(cause)) this.seenAt.set(cause, at);
  }

  hasSeen(cause: string): boolean {
    return this.seenAt.has(cause);
  }

  /** Of every order that changed something, in the order of sending, ms. */
  latencies(): number[] {
    return this.pairs().map(({ latency }) => latency);
  }

  /** The same by the second in which they were due. */
  bySecond(): number[][] {
    const pairs = this.pairs();
    const first = Math.min(...this.due.values());
    const seconds = Map.groupBy(pairs, ({ due }) => Math.floor((due - first) / 1_000));
    return [...seconds.values()].map((second) => second.map(({ latency }) => latency));
  }

  private pairs(): { due: number; latency: number }[] {
    return Array.from(this.due).flatMap(([id, due]) => {
      const at = this.seenAt.get(id);
      return at === undefined ? [] : [{ due, latency: at - due }];
    });
  }
}
