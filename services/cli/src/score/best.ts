/** Keeps the first so many of all that it is given, by an order, without holding the rest. */
export class Best<T> {
  private kept: T[] = [];

  /** @param order less than 0 when the first argument comes first */
  constructor(
    private readonly count: number,
    private readonly order: (one: T, other: T) => number,
  ) {}

  add(item: T): void {
    this.kept.push(item);
    if (this.kept.length >= 2 * this.count + 100) this.kept = this.list();
  }

  list(): T[] {
    return [...this.kept].sort(this.order).slice(0, this.count);
  }
}
