import type { AlertTrigger } from '@vilfredo/events';
import type { Origin, Sign, WatchedCustomer } from './watched-customer.js';

/** Products and cases of one customer that stand at once; more say no more. */
const mostSigns = 200;
/** Of a sign that goes back and forth the last ones tell enough. */
const stepsKept = 20;

export function signOf(customer: WatchedCustomer, trigger: AlertTrigger, about = ''): Sign | undefined {
  return customer.signs.find((sign) => sign.trigger === trigger && sign.about === about);
}

/**
 * Something stands, in place of what stood before about the same. As long as it is as grave as before it keeps the words
 * and the event that made it so.
 */
export function stand(
  customer: WatchedCustomer,
  sign: Pick<Sign, 'trigger' | 'about' | 'words' | 'gravity' | 'text'>,
  { id, at, correlationid, causes }: Origin,
): void {
  const before = signOf(customer, sign.trigger, sign.about);
  if (before !== undefined && before.words.join() === sign.words.join()) return;
  drop(customer, sign.trigger, sign.about);
  const origin = { id, at, correlationid, causes: [...causes] };
  const steps = [...(before?.steps ?? []), { words: sign.words, id, at }].slice(-stepsKept);
  customer.signs.push({ ...sign, since: before?.since ?? at, origin, steps });
  if (customer.signs.length > mostSigns) customer.signs.shift();
}

/** Whether it was there to be dropped. */
export function drop(customer: WatchedCustomer, trigger: AlertTrigger, about = ''): boolean {
  const left = customer.signs.filter((sign) => sign.trigger !== trigger || sign.about !== about);
  const was = left.length < customer.signs.length;
  customer.signs = left;
  return was;
}
