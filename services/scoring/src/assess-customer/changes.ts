import { derivedId, type EventType, type Payloads, type Written, write } from '@vilfredo/events';
import type { Epoch, Era } from '../eras/era.js';
import type { CustomerScore } from './customer-score.js';

/** What an assessment says besides the numbers. */
export interface Occasion {
  /** Epoch ms. */
  readonly asOf: number;
  /** Id of the event that set it off, or the name of a wake-up. */
  readonly cause: string;
  readonly correlationid: string;
  /** `history`: something told long after it happened; `era`: nothing happened, the rules or cut-offs changed. */
  readonly kind: 'live' | 'history' | 'era' | 'due';
}

/** The events that tell changes of scores. */
export type ChangeType = Extract<
  EventType,
  | 'ValueChanged'
  | 'TierChanged'
  | 'ActivityChanged'
  | 'ChurnRiskChanged'
  | 'SatisfactionClassChanged'
  | 'SilenceDetected'
  | 'StageChanged'
  | 'QualificationChanged'
>;

type Common = 'seq' | 'asOf' | 'causes' | 'policy' | 'model' | 'epoch';

/** The changes that one assessment of a customer makes worth telling. */
export class Changes {
  readonly written: Written[] = [];

  constructor(
    private readonly score: CustomerScore,
    private readonly era: Era & { readonly epoch: Epoch },
    private readonly occasion: Occasion,
  ) {}

  /**
   * Tells one more. Its id follows from the customer, the cause and the type.
   * @param of tells several of one type and cause apart: the product of a stage
   */
  add<T extends ChangeType>(type: T, about: Omit<Payloads[T], Common>, of = ''): void {
    const { id, seq } = this.score;
    const { policy, epoch } = this.era;
    const { cause, correlationid } = this.occasion;
    this.score.seq++;
    const time = new Date(this.occasion.asOf).toISOString();
    const common = {
      seq: seq + 1,
      asOf: time,
      causes: [cause],
      policy: policy.name,
      model: policy.churn.model.name,
      epoch: epoch.number,
    };
    const envelope = {
      id: derivedId(id, cause, of === '' ? type : `${type} ${of}`),
      subject: id,
      time,
      correlationid,
      causationid: cause,
    };
    this.written.push(write(type, envelope, { ...common, ...about } as unknown as Payloads[T]));
  }
}

/** Whether a score moved far enough from the published one to be told; hundredths are compared as whole numbers. */
export function moved(published: number | null, score: number | null, step: number): boolean {
  if (published === null || score === null) return published !== score;
  const hundredths = Math.abs(Math.round(score * 100) - Math.round(published * 100));
  return hundredths > 0 && hundredths >= Math.round(step * 100);
}
