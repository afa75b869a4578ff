import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../chance.js';
import { call, NoAnswer } from '../http-call.js';

const questions = [
  ...['/summary', '/customers?limit=10', '/customers/customer-3', '/scores/changes?limit=5', '/policy'],
  ...['/alerts?open=true&limit=10', '/calls?limit=5', '/receivers'],
];
const everyMs = 150;
const patienceMs = 15_000;

/** Somebody who asks one question after the other, and comes back when told to: nothing but answers and such words is in order. */
export class Inquirer {
  answered = 0;
  /** 503 with the time to come back. */
  putOff = 0;
  /** No answer: nobody there, or the connection lost. */
  unanswered = 0;
  readonly findings: string[] = [];
  private stopping = false;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly chance: Chance,
  ) {}

  start(): this {
    this.asking = this.ask();
    return this;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.asking;
  }

  private async ask(): Promise<void> {
    while (!this.stopping) {
      const waitMs = await this.once(this.chance.oneOf(questions));
      for (const end = performance.now() + waitMs; performance.now() < end && !this.stopping; ) await pause(50);
    }
  }

  private async once(question: string): Promise<number> {
    try {
      const { status, headers, text } = await call(this.url + question, { timeoutMs: patienceMs });
      const back = Number(headers['retry-after']);
      if (status === 503 && back > 0) {
        this.putOff++;
        return back * 1_000;
      }
      if (status >= 500) this.findings.push(`${question} was answered ${status}: ${text.slice(0, 300)}`);
      this.answered++;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.unanswered++;
    }
    return everyMs;
  }
}
