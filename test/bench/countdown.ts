/** Waits until so many events have gone by. */
export class Countdown {
  private left = 0;
  private over = Promise.withResolvers<void>();

  from(count: number): Promise<void> {
    this.left = count;
    this.over = Promise.withResolvers<void>();
    return this.over.promise;
  }

  count(gone: number): void {
    this.left -= gone;
    if (this.left <= 0) this.over.resolve();
  }
}
