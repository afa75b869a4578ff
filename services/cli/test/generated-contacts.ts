type Fields = Readonly<Record<string, unknown>>;

/** What a customer said, which nothing may ever show. */
export const said = 'MY NAME IS NOBODY AND I AM FURIOUS';

/**
 * Contacts of the customers of `generatedOrders`, the same every time; it is March 2026: c00's ratings fall four months
 * in a row, c01 complained, c02's matter came up twice, and two people who never bought asked about products.
 */
export function generatedContacts(): Fields[] {
  const falling = [5, 4, 3, 2].map((overall, n) => ({
    source: 'survey',
    ratingId: `r-${n}`,
    customerId: 'c00',
    at: new Date(Date.UTC(2025, 10 + n, 15, 9)).toISOString(),
    rating: { min: 1, max: 5, overall },
  }));
  return [
    ...falling,
    call('i-1', 'c01', '2026-02-20', { complaint: { severity: 3 }, text: said }),
    call('i-2', 'c02', '2026-02-24', { issueId: 'late', transferred: true }),
    call('i-3', 'c02', '2026-02-26', { issueId: 'late', subject: said }),
    call('i-4', 'p00', '2026-02-01', { purpose: 'sales', signals: [{ product: 's-1', cue: 'price' }] }),
    { ...call('i-5', undefined, '2026-02-27', { purpose: 'sales' }), ...byPhone('+44 20 7946 0018') },
    { ...call('i-6', undefined, '2026-02-27', { text: said }), ...byPhone('+44 20 7946 0999') },
    {
      source: 'pbx',
      ratingId: 'i-6',
      interactionId: 'i-6',
      at: '2026-02-28T09:00:00Z',
      rating: { min: 0, max: 10, overall: 2 },
    },
  ];
}

/** Registrations: one of them says whose number it was. */
export function generatedCustomers(): Fields[] {
  const contactPoints = [{ kind: 'phone', value: '+442079460018' }];
  return [
    { source: 'crm', customerId: 'c03', at: '2025-12-01T00:00:00Z', name: said, contactPoints, ownerId: 'a7' },
    { source: 'crm', customerId: 'p01', at: '2025-12-01T00:00:00Z' },
  ];
}

function call(interactionId: string, customerId: string | undefined, day: string, more: Fields): Fields {
  const at = `${day}T09:00:00Z`;
  const who = customerId === undefined ? {} : { customerId };
  return { source: 'pbx', interactionId, ...who, channel: 'phone', direction: 'in', purpose: 'service', at, ...more };
}

function byPhone(value: string): Fields {
  return { contactPoint: { kind: 'phone', value } };
}
