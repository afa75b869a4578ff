import { demoEnterprise, demoTrickle } from '@vilfredo/all-in-one';
import { type Clock, Failure } from '@vilfredo/event-sourcing';

export interface DemoSettings {
  /** Of the gateway. */
  readonly address: string;
  readonly clock: Clock;
  readonly seed: number;
  readonly customers: number;
}

/** Facts in one request. */
const chunk = 500;

/** Whether nothing has been recorded yet. */
export async function isEmpty(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/customers?limit=1`);
  if (!answer.ok) throw new Failure('unavailable', `${address} answers ${answer.status}`, { retryAfter: 1 });
  return ((await answer.json()) as { items: unknown[] }).items.length === 0;
}

/** Sends the demo enterprise's history up to today. @returns the number of facts */
export async function fillWithDemo({ address, clock, seed, customers }: DemoSettings): Promise<number> {
  const until = new Date(clock()).toISOString().slice(0, 10);
  let lines: string[] = [];
  let count = 0;
  for (const fact of demoEnterprise({ seed, customers, until })) {
    lines.push(JSON.stringify(fact));
    count++;
    if (lines.length < chunk) continue;
    await send(address, lines.join('\n'));
    lines = [];
  }
  if (lines.length > 0) await send(address, lines.join('\n'));
  return count;
}

/** Lets new demo orders come in, about one a second, until the returned function is called. */
export function trickle(settings: DemoSettings, onFailure: (error: unknown) => void, everyMs = 1_000): () => void {
  const { address, clock, seed, customers } = settings;
  const next = demoTrickle({ seed, customers });
  let n = 0;
  const timer = setInterval(() => {
    send(address, JSON.stringify(next(n++, clock()))).catch(onFailure);
  }, everyMs);
  return () => clearInterval(timer);
}

/** What is refused for the time being is sent again: the same fact twice is one. */
async function send(address: string, body: string, attempts = 30): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await fetch(`${address}/orders`, { method: 'POST', headers, body });
    if (answer.ok) return void (await answer.arrayBuffer());
    const said = (await answer.text()).slice(0, 300);
    if (answer.status !== 503 || attempt === attempts) {
      throw new Failure('bug', `the demo was answered ${answer.status}: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get('retry-after') ?? 1) * 1_000));
  }
}
