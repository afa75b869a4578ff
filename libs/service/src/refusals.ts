import { type CollectionDefinition, Failure, type ViewCollection, type ViewStore } from '@vilfredo/event-sourcing';
import type { IntakeAnswer } from './intake-body.stream.js';

/** Records refused, by reason. */
export type RefusedBy = Readonly<Record<string, number>>;

const collection: CollectionDefinition = { name: 'refusals', fields: {}, indexes: {} };

/** Reasons told apart; those beyond are counted as `others`. They are words of ours, or of a mapping. */
const mostReasons = 200;
const others = 'others';

/**
 * How many records an intake has refused, by reason. What is refused is no event: the tally is kept where views are, and
 * a record that is sent again is counted again.
 */
export class Refusals {
  private untold: RefusedBy = {};
  private telling: Promise<void> = Promise.resolve();

  private constructor(
    private readonly views: ViewCollection | undefined,
    private readonly service: string,
  ) {}

  /** @param service whose they are; its processes share one tally */
  static async open(store: ViewStore, service: string): Promise<Refusals> {
    return new Refusals(await store.collection(collection), service);
  }

  /** Of a process that takes nothing in: kept nowhere. */
  static unkept(): Refusals {
    return new Refusals(undefined, '');
  }

  /** Durable when resolved; while the medium refuses, kept until it is asked again. */
  async count(refused: RefusedBy): Promise<void> {
    if (Object.keys(refused).length === 0) return;
    this.untold = sum(this.untold, refused);
    await this.tell().catch(unavailableOnly);
  }

  /** @throws Failure `unavailable` when the medium does not answer */
  async byReason(): Promise<RefusedBy> {
    await this.tell();
    return (await this.kept()).refused;
  }

  private tell(): Promise<void> {
    const next = this.telling.then(
      () => this.write(),
      () => this.write(),
    );
    this.telling = next;
    return next;
  }

  private async write(): Promise<void> {
    const { untold, views } = this;
    if (views === undefined || Object.keys(untold).length === 0) return;
    this.untold = {};
    try {
      for (;;) {
        const { version, refused } = await this.kept();
        const body = JSON.stringify(sum(refused, untold));
        const lost = await views.save([{ id: this.service, version, body, fields: {} }]);
        if (lost.length === 0) return;
      }
    } catch (error) {
      this.untold = sum(untold, this.untold);
      throw error;
    }
  }

  private async kept(): Promise<{ version: number; refused: RefusedBy }> {
    const view = (await this.views?.load([this.service]))?.get(this.service);
    return view === undefined
      ? { version: 0, refused: {} }
      : { version: view.version, refused: JSON.parse(view.body) as RefusedBy };
  }
}

/** Of an intake's answer, each record once: by what was wrong with it first. */
export function refusedIn({ refused, refusedBeyond = 0 }: Pick<IntakeAnswer, 'refused' | 'refusedBeyond'>): RefusedBy {
  const by = new Map<string, number>(refusedBeyond > 0 ? [[others, refusedBeyond]] : []);
  let last: number | undefined;
  for (const { line, reason } of refused) {
    if (line !== last) by.set(reason, (by.get(reason) ?? 0) + 1);
    last = line;
  }
  return Object.fromEntries(by);
}

export interface RefusedTogether {
  readonly refused: RefusedBy;
  /** Intakes that could not say: what they refused is not in the sum. */
  readonly refusedUnknownOf?: readonly string[];
}

/** What several intakes refused. Who cannot say is named, rather than counted as if there were nothing. */
export async function refusedTogether(
  intakes: Readonly<Record<string, () => Promise<RefusedBy>>>,
): Promise<RefusedTogether> {
  let refused: RefusedBy = {};
  const unknown: string[] = [];
  const names = Object.keys(intakes);
  const told = await Promise.allSettled(names.map((name) => intakes[name]!()));
  for (const [i, one] of told.entries()) {
    if (one.status === 'fulfilled') refused = sum(refused, one.value);
    else unknown.push(names[i]!);
  }
  return unknown.length === 0 ? { refused } : { refused, refusedUnknownOf: unknown };
}

function sum(one: RefusedBy, other: RefusedBy): RefusedBy {
  const by = new Map(Object.entries(one));
  for (const [reason, n] of Object.entries(other)) {
    const name = by.has(reason) || by.size < mostReasons ? reason : others;
    by.set(name, (by.get(name) ?? 0) + n);
  }
  return Object.fromEntries(by);
}

function unavailableOnly(error: unknown): void {
  if (!(error instanceof Failure) || error.kind !== 'unavailable') throw error;
}
