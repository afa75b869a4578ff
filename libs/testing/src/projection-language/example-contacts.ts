import {
  type Channel,
  type Cue,
  factId,
  type InteractionRecorded,
  type Purpose,
  type SatisfactionRated,
  type Written,
  write,
} from '@vilfredo/events';

interface OfCustomer {
  readonly customer?: string;
  readonly at?: string;
}

const source = 'pbx';

function envelope({ customer = 'customer-1', at = '2026-01-01T10:00:00Z' }: OfCustomer, ...own: string[]) {
  const id = factId(source, ...own);
  return { id, subject: customer, time: new Date(at).toISOString(), correlationid: id };
}

export interface ContactExample extends OfCustomer {
  readonly contactId?: string;
  readonly channel?: Channel;
  readonly direction?: 'in' | 'out';
  readonly purpose?: Purpose;
  readonly issueId?: string;
  readonly automatic?: NonNullable<InteractionRecorded['automatic']>;
}

/** A call of a customer's about some service, or what is said of it. */
export function interactionRecorded(example: ContactExample = {}): Written {
  const { contactId = `c ${example.at ?? ''}`, customer: _, at: __, ...about } = example;
  return write('InteractionRecorded', envelope(example, 'interaction', contactId), {
    source,
    interactionId: contactId,
    channel: 'phone',
    direction: 'in',
    purpose: 'service',
    ...about,
  });
}

/** The agent said afterwards what a contact was about. */
export function interactionClassified(example: OfCustomer & { contactId: string; issueId: string }): Written {
  const { contactId, issueId } = example;
  const about = { source, interactionId: contactId, issueId };
  return write('InteractionClassified', envelope(example, 'classified', contactId, issueId), about);
}

export interface RatingExample extends OfCustomer {
  readonly ratingId?: string;
  readonly answers?: SatisfactionRated['answers'];
  readonly overall?: number;
}

/** An answer overall on 1-5, unless answers are given. */
export function satisfactionRated(example: RatingExample = {}): Written {
  const { ratingId = `r ${example.at ?? ''}`, overall = 4, answers = { overall } } = example;
  const scale = { min: 1, max: 5 };
  return write('SatisfactionRated', envelope(example, 'rating', ratingId), { source, ratingId, scale, answers });
}

export interface SignalExample extends OfCustomer {
  readonly product?: string;
  readonly cue?: Cue;
}

/** The customer asked for the price of a lamp. */
export function interestSignalled(example: SignalExample = {}): Written {
  const { product = 'lamp', cue = 'price', at = '' } = example;
  return write('InterestSignalled', envelope(example, 'signal', product, cue, at), { source, product, cue });
}

export interface ComplaintExample extends OfCustomer {
  readonly caseId?: string;
  readonly severity?: 1 | 2 | 3;
}

/** The customer complained. */
export function complaintOpened(example: ComplaintExample = {}): Written {
  const { caseId = 'case-1', severity = 2, at = '' } = example;
  return write('CaseOpened', envelope(example, 'complaint', caseId, at), {
    source,
    caseId,
    kind: 'complaint',
    severity,
  });
}

/** The case was settled, to the customer's content unless it is said. */
export function caseResolved(example: ComplaintExample & { readonly recovered?: boolean } = {}): Written {
  const { caseId = 'case-1', recovered = true, at = '' } = example;
  return write('CaseResolved', envelope(example, 'resolved', caseId, at), { source, caseId, recovered });
}

/** The customer was passed on. */
export function caseTransferred(example: OfCustomer & { readonly contactId?: string } = {}): Written {
  const { contactId = `c ${example.at ?? ''}` } = example;
  return write('CaseTransferred', envelope(example, 'transfer', contactId), { source, interactionId: contactId });
}

/** Somebody unknown turned out to be a customer. */
export function customersMerged({ into = 'customer-1', ...example }: OfCustomer & { readonly into?: string }): Written {
  return write('CustomersMerged', envelope(example, 'merged', into), { source, into });
}
