import type { Clock } from '@vilfredo/event-sourcing';
import { type RoutedService, routedServices } from './route-table.js';
import { inTurn } from './take-turns.js';

/** Where each service is; one that is not there is no part of the deployment. */
export type Addresses = Readonly<Partial<Record<RoutedService, readonly URL[]>>>;

const silence = 'does not answer';

/** One process of a service, and what was last seen of it. */
export class Upstream {
  /** What stands in the way of sending requests there; nothing when it is ready. */
  obstacle: string | undefined = 'not asked yet';
  private unanswered = 0;
  private readonly waiting = new Set<Waiting>();

  constructor(
    readonly service: RoutedService,
    readonly url: URL,
  ) {}

  get isReady(): boolean {
    return this.obstacle === undefined;
  }

  /** Notes what a look has shown. */
  seen(obstacle: string | undefined): void {
    this.obstacle = obstacle;
    this.unanswered = obstacle === silence ? this.unanswered + 1 : 0;
    for (const { looks, giveUp } of this.waiting) if (this.unanswered >= looks) giveUp();
  }

  /**
   * For somebody who waits for an answer: a process that is frozen keeps its connections, and never answers.
   * @param looks in a row that found silence, after which `giveUp` is called
   * @returns ends the wait
   */
  whileWaiting(looks: number, giveUp: () => void): () => void {
    const waiting = { looks, giveUp };
    this.waiting.add(waiting);
    return () => this.waiting.delete(waiting);
  }
}

interface Waiting {
  readonly looks: number;
  readonly giveUp: () => void;
}

export interface WatchSettings {
  readonly clock: Clock;
  /** Milliseconds between two looks; 1,000 when absent. */
  readonly everyMs?: number;
}

const patienceMs = 2_000;

/** Every process behind the gateway. Asks each again and again whether it is ready. */
export class Upstreams {
  readonly all: readonly Upstream[];
  private readonly turns = new Map<RoutedService, number>();
  private readonly gone = new AbortController();
  private lookedAt: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    addresses: Addresses,
    private readonly settings: WatchSettings,
  ) {
    this.lookedAt = settings.clock();
    this.all = routedServices.flatMap((service) => (addresses[service] ?? []).map((url) => new Upstream(service, url)));
  }

  /** Those that are part of the deployment. */
  get services(): readonly RoutedService[] {
    return routedServices.filter((service) => this.of(service).length > 0);
  }

  /** In the order in which to ask them for one request. */
  inTurn(service: RoutedService): readonly Upstream[] {
    const turn = this.turns.get(service) ?? 0;
    this.turns.set(service, turn + 1);
    return inTurn(this.of(service), turn);
  }

  /** What is missing of a service: nothing as long as one of its processes is ready. */
  obstacleOf(service: RoutedService): string | undefined {
    const all = this.of(service);
    if (all.some(({ isReady }) => isReady)) return undefined;
    return all.map(({ url, obstacle }) => `${url.host} ${obstacle}`).join(', ');
  }

  /** Looks at each now, then for ever. */
  async start(): Promise<void> {
    await this.look();
    this.schedule();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.gone.abort();
  }

  /** When all of them were last looked at, epoch milliseconds. */
  lastLook(): number {
    return this.lookedAt;
  }

  private of(service: RoutedService): readonly Upstream[] {
    return this.all.filter((upstream) => upstream.service === service);
  }

  private schedule(): void {
    if (this.gone.signal.aborted) return;
    this.timer = setTimeout(() => void this.look().then(() => this.schedule()), this.settings.everyMs ?? 1_000);
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.all.map(async (upstream) => {
        upstream.seen(await this.obstacleAt(upstream.url));
      }),
    );
    this.lookedAt = this.settings.clock();
  }

  private async obstacleAt(url: URL): Promise<string | undefined> {
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(patienceMs), this.gone.signal]);
      const answer = await fetch(new URL('/health/ready', url), { signal, redirect: 'error' });
      await answer.arrayBuffer();
      return answer.ok ? undefined : 'is not ready';
    } catch {
      return silence;
    }
  }
}
