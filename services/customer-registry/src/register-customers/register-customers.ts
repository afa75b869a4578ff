import { CustomerRegistered, factId, violations, type Written, write } from '@vilfredo/events';

/** A wrong field and why. */
export interface FieldRefusal {
  readonly field: string;
  readonly reason: string;
}

export type RegistrationDecision =
  | { readonly event: Written; readonly refused?: undefined }
  | { readonly event?: undefined; readonly refused: readonly FieldRefusal[] };

/** What would be personal data: refused by name, so that nobody believes it was kept. */
const personal = ['name', 'contactPoints', 'birthday', 'consent'] as const;

const known = ['kind', 'source', 'customerId', 'at', 'ownerId', 'household', 'fields'] as const;

/**
 * Turns one registration into its event. Its id follows from (source, customer id, moment): the same one again is a
 * duplicate, a later one is a new statement about the customer.
 * @param now epoch milliseconds; stands for `at` where none is given
 */
export function registerCustomer(intake: unknown, now: number): RegistrationDecision {
  if (typeof intake !== 'object' || intake === null || Array.isArray(intake)) {
    return { refused: [{ field: '', reason: 'notAnObject' }] };
  }
  const given = (name: string) => (Object.hasOwn(intake, name) ? (intake as Record<string, unknown>)[name] : undefined);
  const subject = given('customerId');
  const at = given('at') ?? new Date(now).toISOString();
  const payload: Record<string, unknown> = { source: given('source') ?? 'registry' };
  for (const name of ['ownerId', 'household', 'fields']) if (given(name) !== undefined) payload[name] = given(name);
  const refused: FieldRefusal[] = [
    ...personal.filter((name) => given(name) !== undefined).map((field) => ({ field, reason: 'personalDataNotKept' })),
    ...Object.keys(intake)
      .filter((name) => ![...known, ...personal].includes(name as never))
      .map((field) => ({ field, reason: 'unknownField' })),
    ...violations(CustomerRegistered, payload),
  ];
  if (typeof subject !== 'string' || subject.trim() === '' || subject.length > 200) {
    refused.push({ field: 'customerId', reason: 'missing' });
  }
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) refused.push({ field: 'at', reason: 'badDate' });
  else if (Date.parse(at) > now + 86_400_000) refused.push({ field: 'at', reason: 'future' });
  if (refused.length > 0) return { refused };
  const time = new Date(String(at)).toISOString();
  const id = factId(String(payload.source), 'customer', String(subject), time);
  return {
    event: write(
      'CustomerRegistered',
      { id, subject: String(subject), time, correlationid: id },
      payload as unknown as CustomerRegistered,
    ),
  };
}
