import { createHash } from 'node:crypto';
import type { EventToAppend } from '@vilfredo/event-sourcing';
import type { ChangeType } from '../assess-customer/changes.js';

/** What a change says, as far as rules can make a difference; and not which rules, nor how it came about. */
interface Said {
  readonly from?: unknown;
  readonly to?: unknown;
  readonly fromBand?: unknown;
  readonly toBand?: unknown;
  readonly product?: string;
  readonly recall?: boolean;
  readonly status?: string;
  readonly evidence?: string;
  readonly flags?: readonly string[];
}

const alarming: readonly unknown[] = ['high', 'critical'];

/** What a replay tells, customer by customer. */
export class ToldChanges {
  readonly counts = new Map<ChangeType, number>();
  /** When it was first told of each customer that they may leave, epoch ms. */
  readonly warnedAt = new Map<string, number>();
  /** By customer: equal where the same was told in the same order. */
  private readonly digests = new Map<string, string>();

  add(changes: readonly EventToAppend[]): void {
    for (const change of changes) {
      const { subject, time } = change;
      const type = change.type as ChangeType;
      const said = JSON.parse(change.data) as Said;
      this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
      if (isWarning(type, said) && !this.warnedAt.has(subject)) this.warnedAt.set(subject, Date.parse(time));
      const { from, to, fromBand, toBand, product, recall, status, evidence, flags } = said;
      const words = [type, time, from, to, fromBand, toBand, product, recall, status, evidence, flags];
      this.digests.set(subject, digest(`${this.digests.get(subject) ?? ''}${JSON.stringify(words)}`));
    }
  }

  /** Forgets what was told until now. */
  forget(): void {
    this.counts.clear();
    this.warnedAt.clear();
    this.digests.clear();
  }

  /** Whether the same was told of a customer. */
  isSameOf(customer: string, other: ToldChanges): boolean {
    return this.digests.get(customer) === other.digests.get(customer);
  }
}

function isWarning(type: ChangeType, { fromBand, to, toBand }: Said): boolean {
  if (type === 'SilenceDetected') return to !== 'on-time';
  return type === 'ChurnRiskChanged' && alarming.includes(toBand) && !alarming.includes(fromBand);
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
