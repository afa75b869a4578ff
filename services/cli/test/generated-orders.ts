/** Orders of 30 customers, of whom the first buy most; the same every time. Two lines each, one day apart. */
export function generatedOrders() {
  return Array.from({ length: 30 }, (_, n) =>
    Array.from({ length: 1 + Math.floor(60 / (n + 2)) }, (_, i) => ({
      kind: 'order',
      source: 'shop',
      orderId: `o-${n}-${i}`,
      customerId: `c${String(n).padStart(2, '0')}`,
      at: new Date(Date.UTC(2026, 0, 1 + ((n * 3 + i) % 50), 9)).toISOString(),
      currency: 'EUR',
      lines: [
        { sku: `s-${i % 4}`, quantity: 1 + (i % 3), unitPrice: `${10 + n}.50` },
        { sku: 's-9', quantity: 2, unitPrice: '1.05' },
      ],
    })),
  ).flat();
}

/** The same as a file with one row a line. */
export function asCsv(orders: ReturnType<typeof generatedOrders>): string {
  const rows = orders.flatMap(({ orderId, customerId, at, lines }) =>
    lines.map(({ sku, quantity, unitPrice }) => [orderId, customerId, at, sku, quantity, unitPrice].join(',')),
  );
  return `${['order,customer,at,sku,quantity,price', ...rows].join('\n')}\n`;
}

export const csvMapping = {
  kind: 'orders',
  format: 'csv',
  timeZone: 'UTC',
  currency: 'EUR',
  source: 'shop',
  columns: {
    orderId: 'order',
    customerId: 'customer',
    at: 'at',
    sku: 'sku',
    quantity: 'quantity',
    unitPrice: 'price',
  },
};
