import type { Chance } from './chance.js';

interface Said {
  readonly source: string;
  readonly customerId: string;
  /** ISO 8601. */
  readonly at: string;
}

interface Rating {
  readonly min: 1;
  readonly max: 5;
  readonly overall: number;
}

/** A contact as the intake of contacts takes it, of a customer that is named: nothing in it has to be sealed. */
export type IntakeContact = Said &
  (
    | {
        readonly kind: 'interaction';
        readonly interactionId: string;
        readonly channel: 'phone' | 'email' | 'mail';
        readonly direction: 'in' | 'out';
        readonly purpose: 'market' | 'prospecting' | 'sales' | 'service';
        readonly agentId: string;
        readonly transferred: boolean;
        readonly rating?: Rating;
        readonly signals?: readonly { readonly product: string; readonly cue: 'price' | 'better' | 'like' }[];
        readonly complaint?: { readonly severity: number };
      }
    | { readonly kind: 'rating'; readonly ratingId: string; readonly rating: Rating }
    | { readonly kind: 'case-resolved'; readonly caseId: string; readonly recovered: boolean }
    | {
        readonly kind: 'attempt';
        readonly attemptId: string;
        readonly channel: 'phone';
        readonly result: 'reached' | 'no-answer';
        readonly agentId: string;
      }
  );

export interface DeskSettings {
  /** Its facts are known by this name. */
  readonly source: string;
  readonly chance: Chance;
  /** Epoch milliseconds; contacts lie in the 150 days before. */
  readonly now: number;
}

const dayMs = 86_400_000;
const days = 150;

/** Makes up contacts, ratings, complaints and what comes of them at one desk; its customers are those of the shops. */
export class Desk {
  readonly route = '/interactions';
  private readonly complaints: (IntakeContact & { readonly kind: 'interaction' })[] = [];
  private made = 0;

  constructor(private readonly settings: DeskSettings) {}

  next(): IntakeContact {
    this.made++;
    const kind = this.settings.chance.next();
    if (kind < 0.6) return this.contact();
    if (kind < 0.85) return this.ratedLater();
    if (kind < 0.93 && this.complaints.length > 0) return this.settled();
    return this.attempted();
  }

  private contact(): IntakeContact {
    const { chance } = this.settings;
    const about = this.about();
    const contact = {
      kind: 'interaction',
      ...about,
      interactionId: `c-${this.made}`,
      channel: chance.oneOf(['phone', 'email', 'mail'] as const),
      direction: chance.happens(0.8) ? 'in' : 'out',
      purpose: chance.oneOf(['service', 'sales'] as const),
      agentId: `agent-${chance.below(5)}`,
      transferred: chance.happens(0.05),
      ...(chance.happens(0.5) && { rating: this.ratingOf(about) }),
      ...(chance.happens(0.2) && { signals: [this.signal()] }),
      ...(chance.happens(0.15) && { complaint: { severity: 1 + chance.below(3) } }),
    } as const;
    if ('complaint' in contact) this.complaints.push(contact);
    return contact;
  }

  private ratedLater(): IntakeContact {
    const about = this.about();
    return { kind: 'rating', ...about, ratingId: `s-${this.made}`, rating: this.ratingOf(about) };
  }

  private settled(): IntakeContact {
    const { chance, now } = this.settings;
    const [complaint] = this.complaints.splice(chance.below(this.complaints.length), 1);
    const { source, customerId, interactionId, at } = complaint!;
    const later = Math.min(now, Date.parse(at) + chance.below(10) * dayMs);
    const resolved = { source, customerId, at: new Date(later).toISOString(), recovered: chance.happens(0.5) };
    return { kind: 'case-resolved', ...resolved, caseId: interactionId };
  }

  private attempted(): IntakeContact {
    const { chance } = this.settings;
    const attempt = { attemptId: `a-${this.made}`, channel: 'phone', agentId: `agent-${chance.below(5)}` } as const;
    return { kind: 'attempt', ...this.about(), ...attempt, result: chance.oneOf(['reached', 'no-answer'] as const) };
  }

  private signal() {
    const { chance } = this.settings;
    return { product: `sku-${chance.below(30)}`, cue: chance.oneOf(['price', 'better', 'like'] as const) };
  }

  /** One customer in three is less and less content. */
  private ratingOf({ customerId, at }: Said): Rating {
    const { chance, now } = this.settings;
    const isFalling = customerId.length % 2 === 0 && /[0369]$/.test(customerId);
    const age = (now - Date.parse(at)) / (days * dayMs);
    return { min: 1, max: 5, overall: isFalling ? 1 + Math.round(4 * age) : 1 + chance.below(5) };
  }

  private about(): Said {
    const { chance, source, now } = this.settings;
    const customerId = `customer-${chance.below(40 + this.made / 4)}`;
    return { source, customerId, at: new Date(now - Math.floor(chance.next() * days * dayMs)).toISOString() };
  }
}
