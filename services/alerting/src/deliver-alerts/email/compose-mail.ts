import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { type AlertNote, byUrgency } from './alert-note.js';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailSurroundings {
  /** In which times are told. */
  readonly timeZone: string;
  /** Where the deployment is reached; without it there are no links. */
  readonly publicUrl?: string | undefined;
}

/** More alerts than anybody reads: those beyond are counted. */
const mostTold = 200;

/** One mail about some alerts, the most urgent first. Says nothing personal: a customer is their id. */
export function composeMail(notes: readonly AlertNote[], surroundings: MailSurroundings): Mail {
  const sorted = [...notes].sort(byUrgency);
  const told = sorted.slice(0, mostTold).map((note) => linesOf(note, surroundings));
  const more = sorted.length > mostTold ? [`And ${sorted.length - mostTold} more.`] : [];
  return {
    subject: subjectOf(sorted),
    text: `${[...told.map((lines) => lines.join('\n')), ...more].join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body style="font-family:sans-serif">${[
      ...told.map(([title, ...lines]) => `<h3>${escaped(title!)}</h3><p>${lines.map(htmlLine).join('<br>')}</p>`),
      ...more.map((line) => `<p>${line}</p>`),
    ].join('')}</body></html>`,
  };
}

function subjectOf(sorted: readonly AlertNote[]): string {
  const [first] = sorted;
  if (sorted.length === 1) return `${titleOf(first!)}${first!.escalated === null ? '' : ', escalated'}`;
  const critical = sorted.filter(({ severity, outcome }) => severity === 'critical' && outcome === null).length;
  return `${sorted.length} new alerts${critical === 0 ? '' : `, ${critical} critical`}`;
}

function titleOf({ severity, customerId, rule }: AlertNote): string {
  return `${severity[0]!.toUpperCase()}${severity.slice(1)}: customer ${customerId}, ${rule}`;
}

function linesOf(note: AlertNote, { timeZone, publicUrl }: MailSurroundings): readonly string[] {
  const timeOf = (iso: string) => DateTime.fromISO(iso, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm ZZZZ');
  return [
    titleOf(note),
    ...note.reasons,
    ...(note.escalated === null ? [] : [`Escalated: ${note.escalated}`]),
    ...(note.outcome === null ? [] : [`Closed meanwhile: ${note.outcome}`]),
    `To do: ${note.suggestedAction}`,
    ...(note.callBy === null ? [] : [`Call by: ${timeOf(note.callBy)}`]),
    ...(note.valueAtRisk === null ? [] : [`Value at risk: ${note.valueAtRisk}`]),
    `Raised: ${timeOf(note.raisedAt)}`,
    ...(publicUrl === undefined ? [] : [`${publicUrl}/customers/${encodeURIComponent(note.customerId)}`]),
  ];
}

function htmlLine(line: string): string {
  return /^https?:\/\/\S+$/.test(line) ? `<a href="${escaped(line)}">${escaped(line)}</a>` : escaped(line);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The id of a mail follows from whom it is for and what it tells of: a repeat after a crash has the same. */
export function messageIdOf(receiver: string, told: string, from: string): string {
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'vilfredo.invalid';
  return `<${createHash('sha256').update(`${receiver}\n${told}`).digest('hex').slice(0, 40)}@${domain}>`;
}
