import { Failure } from '@vilfredo/event-sourcing';

/** Runs the work that was let in; `gone` ends it when whoever asked has left. */
export type Admitted<Answer> = (work: (signal: AbortSignal) => Promise<Answer>, gone: AbortSignal) => Promise<Answer>;

/** Long work of which there is one at a time in each process. */
export class SingleRun {
  private running: AbortController | undefined;

  /** @param name what it is, with its article: for whoever is refused */
  constructor(private readonly name: string) {}

  /** @throws Failure `conflict` while another runs */
  admit<Answer>(): Admitted<Answer> {
    if (this.running !== undefined) throw new Failure('conflict', `${this.name} is running already`);
    const running = new AbortController();
    this.running = running;
    return async (work, gone) => {
      try {
        return await work(AbortSignal.any([running.signal, gone]));
      } finally {
        this.running = undefined;
      }
    };
  }

  /** Ends what is running. */
  close(): void {
    this.running?.abort(new Failure('unavailable', 'the deployment is being stopped', { retryAfter: 30 }));
  }
}
