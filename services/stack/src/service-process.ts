import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Failure } from '@vilfredo/event-sourcing';

export interface ServiceProcessSettings {
  /** The folder below `services`. */
  readonly service: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Each line that it writes about what it does. */
  readonly onLog?: (line: string) => void;
  readonly onExit?: (code: number | null) => void;
}

/** How long a service may take to stop before it is killed, ms. */
const patienceMs = 28_000;

/** One service as a process of its own. */
export class ServiceProcess {
  private constructor(
    readonly service: string,
    /** Where it serves, like `http://127.0.0.1:40123`. */
    readonly address: string,
    private readonly child: ChildProcess,
  ) {}

  /** @throws Failure `unavailable` when it ends before it serves, with what it said */
  static async start(settings: ServiceProcessSettings): Promise<ServiceProcess> {
    const { service, environment, onLog, onExit } = settings;
    const program = fileURLToPath(new URL(`../../${service}/dist/main.js`, import.meta.url));
    // A group of its own: what interrupts this process is passed on in order, not to all at once.
    const child = spawn(process.execPath, [program], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const said: string[] = [];
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (said.length < 20) said.push(line);
      onLog?.(line);
    });
    const address = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        const [, at] = /^vilfredo ready (\S+)/.exec(line) ?? [];
        if (at !== undefined) resolve(at);
      });
      child.once('exit', (code) => {
        reject(new Failure('unavailable', `${service} ended with ${code}: ${said.slice(-3).join(' | ')}`));
        onExit?.(code);
      });
    });
    return new ServiceProcess(service, address, child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Ends it in order. @returns its exit code; null when it had to be killed */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.hasEnded) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    const patience = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    this.child.kill(signal);
    await ended;
    clearTimeout(patience);
    return this.child.exitCode;
  }
}
