import type { IntakeOrder } from '@vilfredo/order-ingestion';

const dayMs = 86_400_000;

/** An order of one line. @param at epoch milliseconds */
export function anOrder(orderId: string, customerId: string, at: number, unitPrice = '10.00'): IntakeOrder {
  const lines = [{ sku: 'a', quantity: 1, unitPrice }];
  return { kind: 'order', source: 'shop', orderId, customerId, at: new Date(at).toISOString(), currency: 'EUR', lines };
}

/** Customers who each order once or a few times in the last half year, for amounts that tell them apart. */
export function aBook(customers: number, now: number, name = 'customer'): IntakeOrder[] {
  return Array.from({ length: customers }, (_, i) =>
    Array.from({ length: 1 + (i % 3) }, (_, n) => {
      const at = now - ((i * 7 + n * 31) % 180) * dayMs - 3_600_000;
      return anOrder(`${name}-${i}-${n}`, `${name}-${i}`, at, `${5 + ((i * 37) % 400)}.50`);
    }),
  ).flat();
}
