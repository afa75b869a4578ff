import type { Medium } from './medium.js';

/**
 * How far the log may be read: as far as it is on the medium. What is committed beyond that would be gone after a loss
 * of power, while what somebody had made of it stayed.
 */
export class ReadableEnd {
  private reached = 0;
  /** Up to here this process committed itself, and awaits the medium itself. */
  private own = 0;

  /** @param committed position of the last event committed, by whomever */
  constructor(
    private readonly committed: () => number,
    private readonly medium: Pick<Medium, 'sync'>,
  ) {}

  get position(): number {
    return this.reached;
  }

  /**
   * Resolves when everything committed by now can be read.
   * @throws Failure `unavailable`
   */
  async reach(): Promise<void> {
    const end = this.committed();
    this.own = Math.max(this.own, end);
    if (end <= this.reached) return;
    await this.medium.sync();
    this.reached = Math.max(this.reached, end);
  }

  /**
   * The same for what other processes committed; does not wait for this one's own.
   * @returns whether there was anything
   */
  async follow(): Promise<boolean> {
    if (this.committed() <= Math.max(this.own, this.reached)) return false;
    await this.reach();
    return true;
  }
}
