import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import type { AnswerListener } from './import-answer.js';
import { type Attempt, type ImportRequest, sendOnce } from './send-file.js';

/** Some lines of a file on their way to an import of their own; other lines are left empty, so that these keep their numbers. */
export class Upload {
  /** Whether the deployment has said what became of it: then it takes no more. */
  isOver = false;
  private readonly content = new PassThrough({ highWaterMark: 256 * 1024 });
  private readonly outcome: Promise<Attempt>;
  private readonly over: Promise<void>;
  private lines = 0;

  constructor(deployment: DeploymentClient, name: string, request: ImportRequest, listener: AnswerListener) {
    this.content.on('error', () => undefined);
    const content = { name, repeatable: false, open: () => this.content };
    this.outcome = sendOnce(deployment, content, request, listener);
    const end = () => {
      this.isOver = true;
    };
    this.over = this.outcome.then(end, end);
  }

  /** @param first number of the first of these lines in the file */
  async write(lines: readonly string[], first: number): Promise<void> {
    if (this.isOver) return;
    const before = '\n'.repeat(first - 1 - this.lines);
    this.lines = first - 1 + lines.length;
    if (this.content.write(`${before}${lines.join('\n')}\n`)) return;
    // what breaks the content off is the connection, and that is told in its own words when it is over
    await Promise.race([once(this.content, 'drain').catch(() => this.over), this.over]);
  }

  /** There are no more lines. @throws Failure when the connection broke */
  end(): Promise<Attempt> {
    if (!this.isOver) this.content.end();
    return this.outcome;
  }

  /** Breaks off what is not over. */
  async close(): Promise<void> {
    if (!this.isOver) this.content.destroy(new Error('broken off'));
    await this.over;
  }
}
