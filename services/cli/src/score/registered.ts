import { registerCustomer } from '@vilfredo/customer-registry';
import { factId, type Written, write } from '@vilfredo/events';

export type Registration =
  | { readonly event: Written; readonly refused?: undefined }
  | { readonly event?: undefined; readonly refused: { readonly field: string; readonly reason: string } };

/**
 * That a customer is known, and to whom they belong; names and numbers are left out. What intake refuses is refused.
 * @param asOf epoch ms; stands for `at` where none is given
 */
export function registered(record: Readonly<Record<string, unknown>>, asOf: number): Registration {
  const { registration, refused = [] } = registerCustomer(record, asOf);
  if (registration === undefined) return { refused: refused[0] ?? { field: '', reason: 'notAnObject' } };
  const { customerId, at: time, source, payload } = registration;
  if (Date.parse(time) > asOf) return { refused: { field: 'at', reason: 'afterAsOf' } };
  const id = factId(source, 'customer', customerId, time);
  const owner = payload.ownerId === undefined ? {} : { ownerId: payload.ownerId };
  return {
    event: write('CustomerRegistered', { id, subject: customerId, time, correlationid: id }, { source, ...owner }),
  };
}
