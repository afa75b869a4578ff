import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog, EventToAppend } from '@vilfredo/event-sourcing';
import { type IntakeOrder, recordOrder } from '@vilfredo/order-ingestion';
import { badEvent, badEventKinds } from './bad-events.js';
import { call, callJson } from './http-call.js';
import { Prober } from './prober.js';
import { Shop } from './shop.js';
import type { Trial } from './trial.js';

interface Parked {
  readonly key: string;
  readonly events: number;
  readonly cause: { readonly kind: string; readonly reason: string } | null;
}

/** Writes something that must be parked with its customer. @returns the id under which the log tells of it */
export type Poison = (log: EventLog, subject: string, id: string) => Promise<string>;

export interface Poisoning {
  /** Events in all, and the share of them that is bad; of each kind there is at least one. */
  readonly count: number;
  readonly share: number;
  readonly poisons: readonly Poison[];
  /** The longest that a healthy customer may have to wait, in milliseconds. */
  readonly longestDelayMs: number;
}

/** Bad events as any program can append them; without those of some kinds. */
export function badEvents(without: readonly string[] = []): readonly Poison[] {
  const kinds = badEventKinds.filter((kind) => !without.includes(kind));
  return kinds.map((kind) => async (log, subject, id) => {
    await log.append([badEvent(kind, subject, id)]);
    return id;
  });
}

/** Orders of a poisoned customer: one before the bad event, and these many behind it. */
const behind = 3;
/** Good and bad are written in handfuls, so that nobody waits for a backlog. */
const handful = 50;
const mostLag = 100;

/**
 * Writes bad events past the intake, each between good ones of a customer of its own, among those of healthy customers:
 * only the poisoned are parked, with the cause; skipping the bad event lets what waits behind it go on, in order.
 */
export async function poisonLog(trial: Trial, name: string, poisoning: Poisoning): Promise<void> {
  const { count, share, poisons, longestDelayMs } = poisoning;
  const bad = Math.max(poisons.length, Math.round(count * share));
  const keys = Array.from({ length: bad }, (_, i) => `${name}-poisoned-${i}`);
  const prober = new Prober(trial, name).start();
  await writePast(trial, name, { keys, poisons, healthy: count - bad });
  await quietLog(trial);
  const delays = await prober.stop();
  if (delays.longest > longestDelayMs) trial.findings.push(`a healthy customer waited ${delays.longest} ms`);
  const parked = await allParked(trial.url);
  checkParked(trial, keys, parked);
  await checkRetry(trial, keys[0]!);
  await skipAll(trial);
  await checkDrained(trial, keys);
  trial.settings.say(
    `${name}: ${bad} of ${count} events parked, each alone; ${delays.probes} healthy orders showed on the feed meanwhile after ${delays.median} ms in the median, ${delays.longest} ms at most; skipped, and drained in order`,
  );
}

/** Another process than the server's writes into its log, good and bad together. */
function writePast(
  trial: Trial,
  name: string,
  {
    keys,
    poisons,
    healthy,
  }: Pick<Poisoning, 'poisons'> & { readonly keys: readonly string[]; readonly healthy: number },
): Promise<void> {
  return trial.withLog(async (log) => {
    const { clock } = trial.settings;
    const source = `${name}-past`;
    const shop = new Shop({ source, chance: trial.chance.fork(), now: clock() });
    const perKey = Math.floor(healthy / keys.length);
    const write = async (records: readonly IntakeOrder[]) => {
      await trial.tell(source, records, () => log.append(records.map((record) => eventOf(record, clock()))));
      while ((await trial.lag()) > mostLag) await pause(5);
    };
    for (const [i, key] of keys.entries()) {
      const [before, ...after] = Array.from({ length: 1 + behind }, (_, n) => orderOf(source, key, n));
      await write([before!]);
      trial.foreign.add(await poisons[i % poisons.length]!(log, key, `${name}-bad-${i}`));
      await write(after);
      for (let left = perKey; left > 0; left -= handful) {
        await write(Array.from({ length: Math.min(left, handful) }, () => shop.next()));
      }
    }
  });
}

function orderOf(source: string, customerId: string, n: number): IntakeOrder {
  const at = `2026-0${3 + n}-01T10:00:00Z`;
  const lines = [{ sku: 'a', quantity: 1, unitPrice: '5.00' }];
  return { kind: 'order', source, orderId: `${customerId}-${n}`, customerId, at, currency: 'EUR', lines };
}

function eventOf(record: IntakeOrder, now: number): EventToAppend {
  const { event } = recordOrder(record, now);
  if (event === undefined) throw new Error('a good record is no fact');
  return event;
}

async function quietLog(trial: Trial): Promise<void> {
  await pause(200);
  await trial.folded();
}

async function allParked(url: string): Promise<Parked[]> {
  const found: Parked[] = [];
  for (let cursor = ''; ; ) {
    const page = await callJson<{ items: Parked[]; next: string | null }>(`${url}/parked?limit=50&cursor=${cursor}`);
    found.push(...page.items);
    if (page.next === null) return found;
    cursor = page.next;
  }
}

function checkParked(trial: Trial, keys: readonly string[], parked: readonly Parked[]): void {
  const wanted = [...keys].sort().join();
  if (
    parked
      .map(({ key }) => key)
      .sort()
      .join() !== wanted
  ) {
    trial.findings.push(`${parked.length} customers are parked where ${keys.length} are poisoned`);
  }
  for (const { key, events, cause } of parked) {
    if (events !== 1 + behind) trial.findings.push(`${events} events wait on ${key} where ${1 + behind} should`);
    if (cause?.kind !== 'invalid' || !cause.reason)
      trial.findings.push(`${key} is parked for ${JSON.stringify(cause)}`);
  }
}

/** Trying again cures nothing that is wrong for good, and loses nothing. */
async function checkRetry(trial: Trial, key: string): Promise<void> {
  const drained = await callJson<{ drained: number; empty: boolean }>(`${trial.url}/parked/${key}/retry`, {});
  if (drained.drained !== 0 || drained.empty) trial.findings.push(`retrying ${key} came to ${JSON.stringify(drained)}`);
}

async function skipAll(trial: Trial): Promise<void> {
  for (let parked = await allParked(trial.url); parked.length > 0; parked = await allParked(trial.url)) {
    for (const { key } of parked) await skip(trial, key);
    await quietLog(trial);
  }
}

/** It may be gone by now: what was decided before takes a moment to come about. */
async function skip(trial: Trial, key: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ why: 'written by a program that went past the intake' });
  const { status, text } = await call(`${trial.url}/parked/${key}/skip`, { method: 'POST', headers, body });
  if (status !== 202 && status !== 404) trial.findings.push(`skipping ${key} was answered ${status}: ${text}`);
}

/** An event folded out of its order would be taken for one folded already: then an order would be missing. */
async function checkDrained(trial: Trial, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const { value } = await callJson<{ value: { ordersInWindow: number } | null }>(`${trial.url}/customers/${key}`);
    if (value?.ordersInWindow !== 1 + behind) {
      trial.findings.push(`${key} has ${value?.ordersInWindow} orders where ${1 + behind} were told`);
    }
  }
}
