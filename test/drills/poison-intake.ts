import { badContacts } from './bad-contacts.js';
import { badRecords } from './bad-records.js';
import { Desk } from './desk.js';
import { type Answer, call, callJson } from './http-call.js';
import type { Teller } from './sender.js';
import type { ToldRecord } from './told-record.js';
import type { Trial } from './trial.js';

interface Refusal {
  readonly line: number;
  readonly field?: string | null;
  readonly reason?: string;
}

/** Lines of NDJSON, and what is to become of them. */
interface Mixture {
  readonly lines: readonly string[];
  readonly good: readonly ToldRecord[];
  /** The lines, from 1, that must be refused. */
  readonly bad: readonly number[];
}

const linesAtOnce = 200;

/** An intake, what is wrong with records of it, and who makes up good ones. */
interface Intake {
  readonly what: 'orders' | 'interactions';
  readonly imports: string;
  readonly bad: Readonly<Record<string, (id: string) => string>>;
  readonly teller: (trial: Trial, source: string) => Teller;
}

const intakes: readonly Intake[] = [
  { what: 'orders', imports: '/imports', bad: badRecords, teller: (trial, source) => trial.shop(source) },
  {
    what: 'interactions',
    imports: '/interactions/imports',
    bad: badContacts,
    teller: ({ chance, settings }, source) => new Desk({ source, chance: chance.fork(), now: settings.clock() }),
  },
];

/**
 * Sends `count` orders and as many contacts, a share of them bad, over HTTP and again as a file: each bad one is refused
 * by name, and no good one with it.
 */
export async function poisonIntake(trial: Trial, name: string, count: number, share: number): Promise<void> {
  for (const intake of intakes) await poisonOne(trial, intake, { name: `${name}-${intake.what}`, count, share });
}

async function poisonOne(
  trial: Trial,
  intake: Intake,
  { name, count, share }: { readonly name: string; readonly count: number; readonly share: number },
): Promise<void> {
  await oneByOne(trial, intake);
  const kinds = Object.values(intake.bad);
  const overHttp = { teller: intake.teller(trial, `${name}-http`), kinds, share };
  let refused = 0;
  for (let from = 0; from < count; from += linesAtOnce) {
    const mixture = mix(trial, overHttp, from, Math.min(linesAtOnce, count - from));
    const body = mixture.lines.join('\n');
    const answer = await trial.tell(`${name}-http`, mixture.good, () => post(`${trial.url}/${intake.what}`, body));
    refused += mixture.bad.length;
    if (answer.status !== 202) trial.findings.push(`a batch with bad records was answered ${answer.status}`);
    const { accepted, refused: told } = JSON.parse(answer.text) as { accepted: number; refused: Refusal[] };
    compare(trial, 'HTTP', mixture, accepted, told);
  }
  const mixture = mix(trial, { teller: intake.teller(trial, `${name}-file`), kinds, share }, 0, count);
  const send = () => importFile(trial.url, intake, mixture.lines);
  const { accepted, told } = await trial.tell(`${name}-file`, mixture.good, send);
  compare(trial, 'a file', mixture, accepted, told);
  refused += mixture.bad.length;
  trial.settings.say(`${name}: ${refused} of ${2 * count} records refused at intake, every good one taken`);
}

interface Ingredients {
  readonly teller: Teller;
  readonly kinds: readonly ((id: string) => string)[];
  readonly share: number;
}

function mix(trial: Trial, { teller, kinds, share }: Ingredients, from: number, count: number): Mixture {
  const every = Math.round(1 / share);
  const good: ToldRecord[] = [];
  const bad: number[] = [];
  const lines = Array.from({ length: count }, (_, i) => {
    if ((from + i) % every === every - 1) {
      bad.push(i + 1);
      const n = Math.floor((from + i) / every);
      return kinds[n % kinds.length]!(`bad-${n}-${trial.chance.below(1e9)}`);
    }
    good.push(teller.next());
    return JSON.stringify(good.at(-1));
  });
  return { lines, good, bad };
}

/** Each kind by itself, as a JSON body: 400, and the body says what and why. */
async function oneByOne(trial: Trial, { what, bad }: Intake): Promise<void> {
  for (const [kind, line] of Object.entries(bad)) {
    const headers = { 'content-type': 'application/json' };
    const { status, text } = await call(`${trial.url}/${what}`, { method: 'POST', headers, body: line('alone') });
    const problem = JSON.parse(text) as Refusal;
    const refused = status === 400 || (kind === 'fiveMegabytes' && status === 413);
    if (!refused || problem.field === undefined || !problem.reason) {
      trial.findings.push(`${kind} alone among ${what} was answered ${status}: ${text.slice(0, 200)}`);
    }
  }
}

function post(url: string, body: string): Promise<Answer> {
  return call(url, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body });
}

async function importFile(
  url: string,
  { what, imports }: Intake,
  lines: readonly string[],
): Promise<{ accepted: number; told: Refusal[] }> {
  const { id } = await callJson<{ id: string }>(url + imports, { kind: what, mapping: null });
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await call(`${url}${imports}/${id}/content`, { method: 'PUT', headers, body: lines.join('\n') });
  const told = answer.text.split('\n').filter((line) => line !== '');
  const parsed = told.map((line) => JSON.parse(line) as { refused?: Refusal; done?: { accepted: number } });
  return { accepted: parsed.at(-1)?.done?.accepted ?? 0, told: parsed.flatMap(({ refused }) => refused ?? []) };
}

function compare(trial: Trial, way: string, { good, bad }: Mixture, accepted: number, told: readonly Refusal[]): void {
  const lines = [...new Set(told.map(({ line }) => line))].sort((a, b) => a - b);
  if (lines.join() !== bad.join())
    trial.findings.push(`by ${way} lines ${lines.join()} were refused where ${bad.join()} are bad`);
  if (accepted !== good.length) trial.findings.push(`by ${way} ${accepted} of ${good.length} good records were taken`);
  if (told.some(({ field, reason }) => field === undefined || !reason)) {
    trial.findings.push(`by ${way} a record was refused without field or reason`);
  }
}
