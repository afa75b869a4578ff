interface Call<Result> {
  readonly results: Result[];
  left: number;
  readonly done: PromiseWithResolvers<readonly Result[]>;
}

/**
 * Does the work of calls that come while others are at it together, in their order and one batch at a time: a trip to
 * the log costs the same for one record as for hundreds.
 */
export class GatheredCalls<Item, Result> {
  private waiting: { readonly item: Item; readonly index: number; readonly call: Call<Result> }[] = [];
  private working = false;

  /**
   * @param most items in one batch
   * @param work answers in the order of the items; what it throws is thrown to every call of the batch
   */
  constructor(
    private readonly most: number,
    private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>,
  ) {}

  /** The results in the order of the items. */
  async add(items: readonly Item[]): Promise<readonly Result[]> {
    if (items.length === 0) return [];
    const call: Call<Result> = { results: [], left: items.length, done: Promise.withResolvers() };
    for (const [index, item] of items.entries()) this.waiting.push({ item, index, call });
    if (!this.working) void this.go();
    return call.done.promise;
  }

  private async go(): Promise<void> {
    this.working = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.most);
      try {
        const results = await this.work(batch.map(({ item }) => item));
        for (const [i, { index, call }] of batch.entries()) this.settle(call, index, results[i]!);
      } catch (error) {
        const failed = new Set(batch.map(({ call }) => call));
        this.waiting = this.waiting.filter(({ call }) => !failed.has(call));
        for (const { done } of failed) done.reject(error);
      }
    }
    this.working = false;
  }

  private settle(call: Call<Result>, index: number, result: Result): void {
    call.results[index] = result;
    call.left -= 1;
    if (call.left === 0) call.done.resolve(call.results);
  }
}
