import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Ended, type LogLine, ServerProcess } from '../server-process.js';

export interface SlotSettings {
  readonly name: string;
  /** The folder below `services`. */
  readonly service: string;
  /** Of every process that has the place. */
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Told in words when a process ends although nobody asked it to. */
  readonly onFall: (what: string) => void;
}

/** Falls after which a place stays empty. */
const mostFalls = 5;

/** The place of one service: one process after the other has it, always at the same address. */
export class ServiceSlot {
  private readonly processes: ServerProcess[] = [];
  private readonly asked = new Set<ServerProcess>();
  private falls = 0;

  constructor(private readonly settings: SlotSettings) {}

  get name(): string {
    return this.settings.name;
  }

  get service(): string {
    return this.settings.service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.settings.port}`;
  }

  /** The latest one. */
  get process(): ServerProcess | undefined {
    return this.processes.at(-1);
  }

  get isRunning(): boolean {
    return this.process?.isRunning === true;
  }

  /** Not ready yet. */
  begin(): ServerProcess {
    const { service, port, env } = this.settings;
    const process = ServerProcess.startService(service, port, env);
    this.processes.push(process);
    void process.exit().then((ended) => this.ended(process, ended));
    return process;
  }

  /** Ready; who falls before that is put up again, as later. @throws when the place stays empty */
  async start(): Promise<ServerProcess> {
    for (let process = this.begin(); ; process = this.process!) {
      try {
        await process.ready();
        return process;
      } catch (error) {
        await nextTurn();
        if (this.process === process) throw error;
      }
    }
  }

  async kill(): Promise<void> {
    if (this.process === undefined) return;
    this.asked.add(this.process);
    await this.process.kill();
  }

  /** Kills it, and leaves the place empty for good. */
  async retire(): Promise<void> {
    this.falls = mostFalls;
    await this.kill();
  }

  /** Asks it to end. */
  async terminate(): Promise<Ended | undefined> {
    if (this.process === undefined || !this.isRunning) return undefined;
    this.asked.add(this.process);
    return this.process.terminate();
  }

  /** What its processes told at level `error`, and whatever they wrote that is no line of a log, since it was taken last. */
  takeComplaints(): readonly string[] {
    return this.processes.flatMap(({ errors, complaints }) => [
      ...errors.splice(0).map(toldBy(this.name)),
      ...complaints.splice(0).map((line) => `${this.name} wrote: ${line}`),
    ]);
  }

  /** Lines of all of its processes, oldest first. */
  get log(): readonly LogLine[] {
    return this.processes.flatMap(({ log }) => log);
  }

  /** Who falls is put up again, as whoever operates services does. */
  private ended(process: ServerProcess, { code, signal }: Ended): void {
    if (this.asked.has(process)) return;
    this.settings.onFall(`${this.name} ended by itself with ${code ?? signal}: ${process.lastWords()}`);
    if (++this.falls <= mostFalls) this.begin();
  }
}

function toldBy(name: string): (line: LogLine) => string {
  return (line) => `${name} told of an error: ${JSON.stringify(line).slice(0, 1_000)}`;
}
