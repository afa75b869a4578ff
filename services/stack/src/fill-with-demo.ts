import { type DemoPlan, demoContacts, demoEnterprise, demoTrickle, isRegistration } from '@vilfredo/all-in-one';
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

/** Sends the demo enterprise's history; what is in already stays as it is. @returns the number of facts */
export async function fillWithDemo(address: string, { seed, customers, until }: DemoPlan): Promise<number> {
  const orders = [...demoEnterprise({ seed, customers, until })];
  const told = demoContacts({ seed, customers, until });
  await sendAll(`${address}/orders`, orders, ndjson);
  // Who the customers are is told first: their contacts find them.
  await sendAll(`${address}/customers`, told.filter(isRegistration), json);
  const others = told.filter((one) => !isRegistration(one));
  await sendAll(`${address}/interactions`, others, ndjson);
  return orders.length + told.length;
}

interface Format {
  readonly type: string;
  readonly text: (records: readonly unknown[]) => string;
}

const ndjson: Format = {
  type: 'application/x-ndjson',
  text: (records) => records.map((record) => JSON.stringify(record)).join('\n'),
};
const json: Format = { type: 'application/json', text: (records) => JSON.stringify(records) };

async function sendAll(to: string, records: readonly unknown[], format: Format): Promise<void> {
  for (let from = 0; from < records.length; from += chunk) {
    await send(to, records.slice(from, from + chunk), format);
  }
}

/** Lets new demo orders come in, about one a second, until the returned function is called. */
export function trickle(settings: DemoSettings, onFailure: (error: unknown) => void, everyMs = 1_000): () => void {
  const { address, clock, seed, customers } = settings;
  const next = demoTrickle({ seed, customers });
  let n = 0;
  const timer = setInterval(() => {
    send(`${address}/orders`, [next(n++, clock())], ndjson).catch(onFailure);
  }, everyMs);
  return () => clearInterval(timer);
}

/** What is refused for the time being is sent again: the same fact twice is one. */
async function send(to: string, records: readonly unknown[], { type, text }: Format, attempts = 30): Promise<void> {
  const body = text(records);
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(to, { method: 'POST', headers: { 'content-type': type }, body });
    const said = await answer.text();
    if (answer.ok && isWhole(said)) return;
    if (answer.status !== 503 || attempt === attempts) {
      throw new Failure('bug', `the demo was answered ${answer.status}: ${said.slice(0, 300)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get('retry-after') ?? 1) * 1_000));
  }
}

function isWhole(answer: string): boolean {
  return (JSON.parse(answer) as { refused: unknown[] }).refused.length === 0;
}
