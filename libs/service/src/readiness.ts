/** Whether something that serving needs is there; a text says what is missing. */
export type ReadinessCheck = () => true | string | Promise<true | string>;

/** Whether requests may be sent here: started, not stopping, and everything that serving needs is there. */
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();
  private started = false;
  private stopping = false;

  register(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /** Start-up work is over. */
  markStarted(): void {
    this.started = true;
  }

  /** The process is going down: send no more requests. */
  markStopping(): void {
    this.stopping = true;
  }

  isStarted(): boolean {
    return this.started;
  }

  /** What stands in the way, `name: what is missing`; empty when ready. */
  async obstacles(): Promise<readonly string[]> {
    if (!this.started) return ['start-up: not finished'];
    if (this.stopping) return ['shutdown: begun'];
    const answers = await Promise.all([...this.checks].map(([name, check]) => this.ask(name, check)));
    return answers.filter((answer) => answer !== undefined);
  }

  private async ask(name: string, check: ReadinessCheck): Promise<string | undefined> {
    try {
      const answer = await check();
      return answer === true ? undefined : `${name}: ${answer}`;
    } catch (error) {
      return `${name}: ${error instanceof Error ? error.message : 'failed'}`;
    }
  }
}
