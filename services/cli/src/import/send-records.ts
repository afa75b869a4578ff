import { Failure } from '@vilfredo/event-sourcing';
import type { ImportSummary, RefusedRecord } from '@vilfredo/row-files';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import type { AnswerListener } from './import-answer.js';

/** A record of a file, or why it could not be read. */
export type FileRecord =
  | { readonly line: number; readonly value: unknown; readonly unreadable?: undefined }
  | { readonly line: number; readonly unreadable: string };

interface Answer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: readonly { readonly line: number; readonly field: string; readonly reason: string }[];
}

const atOnce = 500;
/** A deployment takes a list of 1 MiB, and a character has up to three bytes. */
const mostCharacters = 300_000;

/** Sends records to a route that takes lists of them, some at a time, and adds up what becomes of them. */
export class RecordSender {
  private waiting: { readonly line: number; readonly value: unknown }[] = [];
  private characters = 0;
  private readonly counts = { read: 0, accepted: 0, duplicates: 0, refused: 0 };
  private readonly refusedBy: Record<string, number> = {};

  constructor(
    private readonly deployment: Pick<DeploymentClient, 'send'>,
    private readonly route: string,
    private readonly listener: AnswerListener,
  ) {}

  /**
   * @param characters that the record takes
   * @throws Failure when the deployment cannot be reached; nothing that was not answered counts
   */
  async add(record: FileRecord, characters: number): Promise<void> {
    this.counts.read++;
    if (record.unreadable !== undefined)
      return this.refuse({ line: record.line, field: '', reason: record.unreadable, record: null });
    if (this.characters + characters > mostCharacters) await this.flush();
    this.waiting.push(record);
    this.characters += characters;
    if (this.waiting.length >= atOnce) await this.flush();
  }

  /** Sends what is left. */
  async end(): Promise<ImportSummary> {
    await this.flush();
    const { accepted, duplicates } = this.counts;
    return { ...this.counts, refusedBy: this.refusedBy, facts: { accepted, duplicates } };
  }

  private async flush(): Promise<void> {
    const some = this.waiting;
    [this.waiting, this.characters] = [[], 0];
    if (some.length > 0) await this.send(some);
    this.listener.onProgress({ bytes: 0, lines: this.counts.read, accepted: this.counts.accepted });
  }

  /** A list of which nothing can be used is refused as a whole: then each is asked for by itself. */
  private async send(some: readonly { readonly line: number; readonly value: unknown }[]): Promise<void> {
    const values = some.map(({ value }) => value);
    const answer = await this.deployment.send<Answer>('POST', this.route, values).catch(invalidOnly);
    if (answer instanceof Failure) {
      if (some.length > 1) for (const one of some) await this.send([one]);
      else
        await this.refuse({ line: some[0]!.line, field: answer.field ?? '', reason: answer.reason, record: values[0] });
      return;
    }
    this.counts.accepted += answer.accepted;
    this.counts.duplicates += answer.duplicates;
    const told = new Set<number>();
    for (const { line, field, reason } of answer.refused) {
      if (told.has(line)) continue;
      told.add(line);
      const one = some[line - 1];
      await this.refuse({ line: one?.line ?? line, field, reason, record: one?.value });
    }
  }

  private async refuse(refused: RefusedRecord): Promise<void> {
    this.counts.refused++;
    this.refusedBy[refused.reason] = (this.refusedBy[refused.reason] ?? 0) + 1;
    await this.listener.onRefused(refused);
  }
}

/** What the deployment refuses; everything else is thrown on. */
export function invalidOnly(error: unknown): Failure {
  if (error instanceof Failure && error.kind === 'invalid') return error;
  throw error;
}
