import type { Readable } from 'node:stream';
import { Failure } from '@vilfredo/event-sourcing';
import { type ImportSummary, openText, parseJson, splitLines, type TextPart } from '@vilfredo/row-files';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import type { InputFile } from '../input/input-file.js';
import { isPlainlyOrder, kindOfRecord, type RecordKind } from '../input/kind-of-record.js';
import type { AnswerListener } from './import-answer.js';
import { ImportSum } from './import-sum.js';
import { type Attempt, type ImportKind, unreadable, untilTaken } from './send-file.js';
import { RecordSender } from './send-records.js';
import { Upload } from './upload.js';

/** What the command was told that a file holds. */
export type NamedKind = ImportKind | 'customers';

export interface ObjectsRequest {
  /** Who says what is wrong with lines that are none of the three. */
  readonly named: NamedKind;
  readonly dryRun: boolean;
}

const longestLine = 1_048_576;
const kindNamed: Readonly<Record<NamedKind, RecordKind>> = {
  ...{ orders: 'order', interactions: 'contact', customers: 'customer' },
};
const importOf = { order: 'orders', contact: 'interactions' } as const;

/**
 * Sends every line of NDJSON, plain or gzipped, to where its record belongs, in one pass, and adds up what becomes of them.
 * @param listen a listener for each attempt
 * @throws Failure when the deployment refuses the file, gives it up or cannot be reached
 */
export function sendObjects(
  deployment: DeploymentClient,
  file: InputFile,
  request: ObjectsRequest,
  listen: () => AnswerListener | Promise<AnswerListener>,
): Promise<ImportSummary> {
  return untilTaken(deployment, file, async () => {
    const source = file.open();
    const ways = new Ways(deployment, file.name, request, await listen());
    try {
      const text = textOf(source, file.name, (bytes) => ways.took(bytes));
      for await (const part of splitLines(text, { longestLine })) {
        await ways.take(part);
        if (ways.isOver) break;
      }
      return await ways.end();
    } finally {
      source.destroy();
      await ways.close();
    }
  });
}

async function* textOf(source: Readable, name: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  try {
    yield* openText(source, 'utf-8', onBytes);
  } catch (error) {
    if (error instanceof Failure) throw new Failure(error.kind, `${name}: ${error.message}`, { cause: error });
    throw unreadable(error) ?? error;
  }
}

/** The ways that the records of one file go: each is opened when there is something for it. */
class Ways {
  private readonly sum: ImportSum;
  private readonly uploads = new Map<keyof typeof importOf, Upload>();
  private customers: RecordSender | undefined;
  private readonly otherwise: RecordKind;
  /** Whether the file is no NDJSON at all: then it goes as it is to who can say what it is not. */
  private isOther: boolean | undefined;

  constructor(
    private readonly deployment: DeploymentClient,
    private readonly name: string,
    private readonly request: ObjectsRequest,
    listener: AnswerListener,
  ) {
    this.sum = new ImportSum(listener);
    this.otherwise = kindNamed[request.named];
  }

  /** Whether one of them takes no more. */
  get isOver(): boolean {
    return [...this.uploads.values()].some((upload) => upload.isOver);
  }

  took(bytes: number): void {
    this.sum.bytes += bytes;
  }

  async take(part: TextPart): Promise<void> {
    if (part.refused !== undefined) {
      return this.sum.refuse({ line: part.line, field: '', reason: part.refused, record: null });
    }
    const lines = part.bytes.toString('utf8').split('\n');
    lines.pop();
    const kinds: (RecordKind | undefined)[] = [];
    for (const [i, text] of lines.entries()) kinds.push(await this.settle(text, part.firstLine + i));
    for (const kind of ['order', 'contact'] as const) {
      if (kinds.includes(kind)) this.upload(kind);
      const own = lines.map((text, i) => (kinds[i] === kind ? text : ''));
      await this.uploads.get(kind)?.write(own, part.firstLine);
    }
  }

  /** There are no more lines. */
  async end(): Promise<Attempt> {
    if (this.isOther === undefined && this.otherwise !== 'customer') this.upload(this.otherwise);
    const attempts = await Promise.all([...this.uploads.values()].map((upload) => upload.end()));
    const failed = attempts.find((attempt) => 'failed' in attempt);
    if (failed !== undefined) return failed;
    const done = attempts.flatMap((attempt) => ('done' in attempt ? [attempt.done] : []));
    return { done: this.sum.of(this.customers === undefined ? done : [...done, await this.customers.end()]) };
  }

  async close(): Promise<void> {
    for (const upload of this.uploads.values()) await upload.close();
  }

  /** Which upload takes a line; nothing when it is empty or went elsewhere. */
  private async settle(text: string, line: number): Promise<RecordKind | undefined> {
    const trimmed = text.trim();
    if (trimmed === '') return undefined;
    this.isOther ??= this.otherwise !== 'customer' && !trimmed.startsWith('{');
    if (this.isOther) return this.otherwise;
    if (isPlainlyOrder(text)) return 'order';
    const record = parseJson(trimmed);
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      const reason = record === undefined ? 'notJson' : 'notAnObject';
      await this.sum.refuse({ line, field: '', reason, record: text.slice(0, 500) });
      return undefined;
    }
    const kind = kindOfRecord(record as Readonly<Record<string, unknown>>, this.otherwise);
    if (kind === 'customer') await this.customer(record, line, text.length);
    return kind;
  }

  private customer(value: object, line: number, characters: number): Promise<void> {
    const route = this.request.dryRun ? '/customers?dryRun=true' : '/customers';
    this.customers ??= new RecordSender(this.deployment, route, this.sum.part());
    return this.customers.add({ line, value }, characters);
  }

  private upload(kind: keyof typeof importOf): void {
    if (this.uploads.has(kind)) return;
    const request = { kind: importOf[kind], mapping: null, dryRun: this.request.dryRun };
    this.uploads.set(kind, new Upload(this.deployment, this.name, request, this.sum.part()));
  }
}
