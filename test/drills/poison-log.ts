import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '@vilfredo/event-sourcing';
import { badContactEvents, badEvent, badOrderEvents } from './bad-events.js';
import { call, callJson } from './http-call.js';
import { pagesOf } from './pages-of.js';
import { Prober } from './prober.js';
import { eventsOf, type ToldRecord } from './told-record.js';
import type { Trial } from './trial.js';

interface Parked {
  readonly key: string;
  readonly events: number;
  readonly cause: { readonly kind: string; readonly reason: string } | null;
}

/** Something that must be parked with its customer. */
export interface Poison {
  /** Where it is, and what the customer's good events are about. */
  readonly topic: 'orders' | 'interactions';
  /** @returns the id under which the log tells of it */
  write(log: EventLog, subject: string, id: string): Promise<string>;
}

export interface Poisoning {
  /** Events in all, and the share of them that is bad; of each kind there is at least one. */
  readonly count: number;
  readonly share: number;
  readonly poisons: readonly Poison[];
  /** The longest that a healthy customer may have to wait, in milliseconds. */
  readonly longestDelayMs: number;
}

/** Bad events as any program can append them, about orders and contacts; without those of some kinds. */
export function badEvents(without: readonly string[] = []): readonly Poison[] {
  const poisonOf = (topic: Poison['topic']) => (kind: string) => ({
    topic,
    write: async (log: EventLog, subject: string, id: string) => {
      await log.append([badEvent(kind, subject, id)]);
      return id;
    },
  });
  const kinds = [...badOrderEvents.map(poisonOf('orders')), ...badContactEvents.map(poisonOf('interactions'))];
  const names = [...badOrderEvents, ...badContactEvents];
  return kinds.filter((_, i) => !without.includes(names[i]!));
}

/** Good events of a poisoned customer: one before the bad event, and these many behind it. */
const behind = 3;
/** Good and bad are written in handfuls, so that nobody waits for a backlog. */
const handful = 50;
const mostLag = 100;
/** Who else follows contacts, and parks for itself what it cannot read. */
const others = ['/alerting/parked', '/outreach/parked'];
const patienceMs = 60_000;

/**
 * Writes bad events past the intake, each between good ones of a customer of its own, among those of healthy customers:
 * only the poisoned are parked, with the cause; skipping the bad event lets what waits behind it go on, in order.
 */
export async function poisonLog(trial: Trial, name: string, poisoning: Poisoning): Promise<void> {
  const { count, share, poisons, longestDelayMs } = poisoning;
  const bad = Math.max(poisons.length, Math.round(count * share));
  const keys = Array.from({ length: bad }, (_, i) => `${name}-${poisons[i % poisons.length]!.topic}-poisoned-${i}`);
  const prober = new Prober(trial, name).start();
  await writePast(trial, name, { keys, poisons, healthy: count - bad });
  await quietLog(trial);
  const delays = await prober.stop();
  if (delays.longest > longestDelayMs) trial.findings.push(`a healthy customer waited ${delays.longest} ms`);
  const parked = await allParked(trial.url);
  checkParked(trial, keys, parked);
  await checkOthers(trial, keys);
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
    const shop = trial.shop(source);
    const perKey = Math.floor(healthy / keys.length);
    const write = async (records: readonly ToldRecord[]) => {
      await trial.tell(source, records, () => log.append(records.flatMap((record) => eventsOf(record, clock()))));
      while ((await trial.lag()) > mostLag) await pause(5);
    };
    for (const [i, key] of keys.entries()) {
      const poison = poisons[i % poisons.length]!;
      const goodOf = poison.topic === 'orders' ? orderOf : ratingOf;
      const [before, ...after] = Array.from({ length: 1 + behind }, (_, n) => goodOf(source, key, n, clock()));
      await write([before!]);
      trial.foreign.add(await poison.write(log, key, `${name}-bad-${i}`));
      await write(after);
      for (let left = perKey; left > 0; left -= handful) {
        await write(Array.from({ length: Math.min(left, handful) }, () => shop.next()));
      }
    }
  });
}

function orderOf(source: string, customerId: string, n: number): ToldRecord {
  const at = `2026-0${3 + n}-01T10:00:00Z`;
  const lines = [{ sku: 'a', quantity: 1, unitPrice: '5.00' }];
  return { kind: 'order', source, orderId: `${customerId}-${n}`, customerId, at, currency: 'EUR', lines };
}

function ratingOf(source: string, customerId: string, n: number, now: number): ToldRecord {
  const at = new Date(now - (10 - n) * 3_600_000).toISOString();
  return {
    kind: 'rating',
    source,
    ratingId: `${customerId}-${n}`,
    customerId,
    at,
    rating: { min: 1, max: 5, overall: 3 },
  };
}

async function quietLog(trial: Trial): Promise<void> {
  await pause(200);
  await trial.folded();
}

function allParked(url: string): Promise<readonly Parked[]> {
  return pagesOf<Parked>(`${url}/parked?limit=50`);
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

/** Those who could not read it either have parked it, and of nobody else. */
async function checkOthers(trial: Trial, keys: readonly string[]): Promise<void> {
  for (const other of others) {
    const parked = await pagesOf<Parked>(`${trial.url}${other}?limit=500`);
    const strange = parked.filter(({ key }) => !keys.includes(key));
    if (strange.length > 0) trial.findings.push(`${other} names ${strange.length} customers that are not poisoned`);
    if (parked.length === 0) trial.findings.push(`${other} names nobody, with attempts that cannot be read`);
  }
}

/** What was skipped is left out by everybody. */
async function drainedElsewhere(trial: Trial): Promise<void> {
  for (const other of others) {
    let left = 0;
    for (const end = performance.now() + patienceMs; performance.now() < end; await pause(100)) {
      left = (await pagesOf<Parked>(`${trial.url}${other}?limit=500`)).length;
      if (left === 0) break;
    }
    if (left > 0) trial.findings.push(`${other} still names ${left} customers after all was skipped`);
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

interface Shown {
  readonly value: { readonly ordersInWindow: number } | null;
  readonly satisfaction: { readonly months: readonly { readonly n: number }[] } | null;
}

/** An event folded out of its order would be taken for one folded already: then one would be missing. */
async function checkDrained(trial: Trial, keys: readonly string[]): Promise<void> {
  await drainedElsewhere(trial);
  for (const key of keys) {
    const { value, satisfaction } = await callJson<Shown>(`${trial.url}/customers/${key}`);
    const rated = satisfaction?.months.reduce((sum, { n }) => sum + n, 0);
    const shown = key.includes('-orders-') ? value?.ordersInWindow : rated;
    if (shown !== 1 + behind)
      trial.findings.push(`${key} has ${shown} orders or ratings where ${1 + behind} were told`);
  }
}
