import { freePort } from '@vilfredo/local-stack';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { type Ended, ServerProcess } from '../drills/server-process.js';
import { AskedDeployment, undoneAt } from './asked-deployment.js';

/** A deployment in a process of its own, over a folder that outlives it, and what a journey asks of it. */
export class RunningServer extends AskedDeployment {
  private process: ServerProcess | undefined;
  private readonly processes: ServerProcess[] = [];

  private constructor(
    private readonly home: TemporaryFolder,
    private readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    super();
  }

  /** @param environment settings beside the data folder and the port */
  static async prepare(environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
    return new RunningServer(await temporaryFolder(), await freePort(), environment);
  }

  get folder(): string {
    return `${this.home.path}/data`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(...options: string[]): Promise<void> {
    await this.launch(...options).ready();
  }

  /** Starts it without waiting until it serves. */
  launch(...options: string[]): ServerProcess {
    return this.launchWith({}, ...options);
  }

  /** The same with more settings of the environment, for this time only. */
  launchWith(more: Readonly<Record<string, string>>, ...options: string[]): ServerProcess {
    const { folder, port } = this;
    this.process = ServerProcess.start({ folder, port, options, env: { ...this.environment, ...more } });
    this.processes.push(this.process);
    return this.process;
  }

  async later(ms: number): Promise<void> {
    await this.stop();
    this.ahead += ms;
    await this.start('--clock', new Date(this.now).toISOString());
  }

  /** All that its processes have written besides what they print for whoever starts them. */
  get written(): string {
    return this.processes
      .flatMap(({ log, complaints }) => [...log.map((line) => JSON.stringify(line)), ...complaints])
      .join('\n');
  }

  async kill(): Promise<void> {
    await this.process?.kill();
  }

  async stop(): Promise<Ended> {
    if (this.process === undefined) throw new Error('it was never started');
    return this.process.terminate();
  }

  async dispose(): Promise<void> {
    if (this.process?.isRunning) await this.process.kill();
    await this.home.dispose();
  }

  protected undone(): Promise<number> {
    return undoneAt(this.url);
  }
}
