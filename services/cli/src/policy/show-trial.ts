import type { TrialReport } from '@vilfredo/scoring';
import { daysText } from '../explain/plain-numbers.js';
import { count, counted } from '../report/figures.js';
import type { Session } from '../session.js';
import { type Section, writeSections } from '../show/section.js';
import type { Cell } from '../tables/table.js';
import { movedCustomersTable, partNames } from './moved-customers-table.js';

type Standings = TrialReport['standings']['inForce'];

const longestTitle = 20;

/** What a trial found, for people: tables and sentences, and the figures in one line at the end. */
export async function showTrial(session: Session, report: TrialReport): Promise<void> {
  const found = report.equal ? [{ lines: ['Nothing would have been different.'] }] : differences(report);
  await writeSections(session.out, [{ lines: [headline(report)] }, ...found, { lines: [figures(report)] }]);
  noteLimits(session, report);
}

function headline({ policy, candidate, from, to, events, customers, cutoffs }: TrialReport): string {
  const period = `${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  const replayed = `${counted(events, 'event')} of ${counted(customers, 'customer')}`;
  return `${candidate} in place of ${policy}, ${period}: ${replayed}, cut-offs taken ${counted(cutoffs, 'time')}`;
}

function figures({ policy, candidate, events, customers, touched, equal, seconds }: TrialReport): string {
  const names = `policy=${policy} candidate=${candidate}`;
  const sizes = `events=${events} customers=${customers} touched=${touched}`;
  return `${names} ${sizes} equal=${equal} seconds=${seconds.toFixed(1)}`;
}

function differences(report: TrialReport): readonly Section[] {
  const { changes, standings, customersMoved } = report;
  const [before, after] = titlesOf(report);
  const told = changes.map(({ type, inForce, candidate }) => row(type, inForce, candidate));
  const moved: Section = {
    title: `Customers moved most, ${before} -> ${after}`,
    table: movedCustomersTable(customersMoved),
  };
  return [
    ...(told.length === 0 ? [] : [compared('Change', report, told)]),
    compared('At the end', report, standingRows(standings)),
    { lines: [...warningLines(report), movedLine(report)] },
    ...(customersMoved.length === 0 ? [] : [moved]),
  ];
}

function compared(title: string, report: TrialReport, rows: readonly (readonly Cell[])[]): Section {
  const numbers = [...titlesOf(report), 'Difference'].map((name) => ({ title: name, kind: 'number' }) as const);
  return { table: { columns: [{ title, kind: 'text' }, ...numbers], rows } };
}

/** Both names, unless they could not be told apart or would make the tables too wide. */
function titlesOf({ policy, candidate }: TrialReport): readonly [string, string] {
  const fit = policy !== candidate && Math.max(policy.length, candidate.length) <= longestTitle;
  return fit ? [policy, candidate] : ['in force', 'candidate'];
}

function row(name: string, before: number, after: number): readonly Cell[] {
  return [name, before, after, after - before];
}

function standingRows({ inForce, candidate }: TrialReport['standings']): readonly (readonly Cell[])[] {
  const after = countsOf(candidate);
  return countsOf(inForce)
    .map(([name, customers], n) => [name, customers, after[n]?.[1] ?? 0] as const)
    .filter(([, ...customers]) => customers.some((number) => number > 0))
    .map(([name, ...customers]) => row(name, ...customers));
}

function countsOf({ states, tiers, bands, silence, classes }: Standings): readonly (readonly [string, number])[] {
  return [
    ...named('State', states),
    ['Tier top (core included)', tiers.top],
    ['Tier core', tiers.core],
    ...named('Risk', bands),
    ['Silence on time', silence.onTime],
    ['Silence overdue', silence.overdue],
    ['Silence very overdue', silence.veryOverdue],
    ...named('Class', classes),
  ];
}

function named(what: string, counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).map(([name, customers]) => [`${what} ${name}`, customers]);
}

function warningLines({ warnings }: TrialReport): readonly string[] {
  const { inForce, candidate, both, earlier, later, medianDaysEarlier } = warnings;
  if (inForce === 0 && candidate === 0) return ['Warned that they may leave: nobody, under either.'];
  const told = `${counted(inForce, 'customer')} under the rules in force, ${count(candidate)} under the candidate`;
  const moved =
    earlier === 0 && later === 0
      ? 'none is warned of earlier or later'
      : `the candidate warns of ${count(earlier)} earlier and of ${count(later)} later`;
  return [
    `Warned that they may leave: ${told}, ${count(both)} under both.`,
    ...(both === 0 ? [] : [`Of these ${count(both)}, ${moved}${medianWords(medianDaysEarlier)}.`]),
  ];
}

function medianWords(daysEarlier: number | null): string {
  if (daysEarlier === null || daysEarlier === 0) return '';
  return `; in the median ${daysText(Math.abs(daysEarlier))} ${daysEarlier > 0 ? 'earlier' : 'later'}`;
}

function movedLine({ moved }: TrialReport): string {
  const parts = partNames.filter((part) => moved[part] > 0).map((part) => `${count(moved[part])} by ${part}`);
  return `Customers who stand elsewhere at the end: ${parts.length === 0 ? 'none' : parts.join(', ')}.`;
}

function noteLimits(session: Session, { notTried, parked }: TrialReport): void {
  if (notTried.length > 0) {
    session.note(`not tried: ${notTried.join(', ')}; these sections differ too, but a replay does not go by them`);
  }
  if (parked.inForce > 0 || parked.candidate > 0) {
    const numbers = `${counted(parked.inForce, 'event')} under the rules in force, ${count(parked.candidate)} under the candidate`;
    session.note(`could not be folded and were left out: ${numbers}`);
  }
}
