import type { Readable } from 'node:stream';
import type { Clock } from '@vilfredo/event-sourcing';
import type { Config } from './config.js';
import { DeploymentClient } from './deployment/deployment-client.js';
import type { Output } from './output/output.js';
import type { ProgressStream } from './tables/progress-line.js';

/** The world as a verb sees it. */
export interface Surroundings {
  readonly config: Config;
  readonly out: Output;
  readonly stderr: ProgressStream;
  readonly stdin: Readable;
  readonly clock: Clock;
  /** Resolves after so many milliseconds, at once when the run is interrupted. */
  readonly pause: (ms: number) => Promise<void>;
  /** Aborted when the user wants out. */
  readonly interrupted: AbortSignal;
}

/** One run of one verb. */
export class Session {
  constructor(
    readonly surroundings: Surroundings,
    private readonly options: { readonly url?: string | undefined; readonly json?: boolean | undefined },
  ) {}

  get out(): Output {
    return this.surroundings.out;
  }

  /** Whether a machine reads the answer. */
  get json(): boolean {
    return this.options.json === true;
  }

  get url(): string {
    return this.options.url ?? this.surroundings.config.url;
  }

  /** The deployment that the command names. @throws WrongUsage when its address is none */
  get deployment(): DeploymentClient {
    return new DeploymentClient(this.url, this.surroundings);
  }

  /** Says something to the person in front, beside the answer. */
  note(text: string): void {
    this.surroundings.stderr.write(`${text}\n`);
  }
}
