import { factId, type Written, write } from '@vilfredo/events';

export type Registration =
  | { readonly event: Written; readonly refused?: undefined }
  | { readonly event?: undefined; readonly refused: { readonly field: string; readonly reason: string } };

/**
 * That a customer is known, and to whom they belong; names and numbers are left out.
 * @param asOf epoch ms; stands for `at` where none is given
 */
export function registered(record: Readonly<Record<string, unknown>>, asOf: number): Registration {
  const { customerId, source = 'registry', ownerId, at = new Date(asOf).toISOString() } = record;
  if (typeof customerId !== 'string' || customerId.trim() === '' || customerId.length > 200) {
    return { refused: { field: 'customerId', reason: 'missing' } };
  }
  if (typeof source !== 'string' || source === '' || source.length > 100) {
    return { refused: { field: 'source', reason: 'missing' } };
  }
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return { refused: { field: 'at', reason: 'badDate' } };
  if (Date.parse(at) > asOf) return { refused: { field: 'at', reason: 'afterAsOf' } };
  const time = new Date(at).toISOString();
  const id = factId(source, 'customer', customerId, time);
  const owner = typeof ownerId === 'string' && ownerId !== '' && ownerId.length <= 100 ? { ownerId } : {};
  return {
    event: write('CustomerRegistered', { id, subject: customerId, time, correlationid: id }, { source, ...owner }),
  };
}
