import { freePort } from '@vilfredo/local-stack';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { type Ended, ServerProcess } from '../drills/server-process.js';
import { AskedDeployment, lagAt } from './asked-deployment.js';

/** A deployment in a process of its own, over a folder that outlives it, and what a journey asks of it. */
export class RunningServer extends AskedDeployment {
  private process: ServerProcess | undefined;

  private constructor(
    private readonly home: TemporaryFolder,
    private readonly port: number,
  ) {
    super();
  }

  static async prepare(): Promise<RunningServer> {
    return new RunningServer(await temporaryFolder(), await freePort());
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
    this.process = ServerProcess.start({ folder: this.folder, port: this.port, options });
    return this.process;
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

  protected lag(): Promise<number> {
    return lagAt(this.url);
  }
}
