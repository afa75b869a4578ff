import type { Asking } from './asked-routes.js';
import { anOrder } from './example-book.js';

/** What is handed in where: of every kind something, with every field that it may have. @param then epoch ms */
export function intakeExamples(customerId: string, then: number): readonly (readonly [string, Asking])[] {
  const at = new Date(then).toISOString();
  return [
    ...ordersOf(customerId, then).map((body) => ['POST /orders', { body }] as const),
    ...statementsOf(customerId).map((asking) => ['POST /customers', asking] as const),
    ...contactsOf(customerId, at),
  ];
}

function ordersOf(customerId: string, then: number): readonly unknown[] {
  const { orderId, ...sold } = anOrder('o-2', customerId, then) as Extract<
    ReturnType<typeof anOrder>,
    { kind: 'order' }
  >;
  const { kind: _, lines, currency, ...told } = sold;
  const line = { sku: 'b', name: 'Lamp', category: 'lights', quantity: '1.5', amount: '3.00' };
  return [
    { ...sold, orderId: 'o-1', channel: 'phone', agentId: 'a7', lines: [...lines, line] },
    [
      { ...sold, orderId },
      { ...sold, kind: 'return', returnId: 'r-1', orderId },
      { ...sold, kind: 'quote', quoteId: 'q-1', validUntil: '2030-01-01' },
      { ...told, kind: 'cancellation', orderId, because: 'changed their mind' },
      { ...told, kind: 'contract', contractId: 'c-1', currency, amount: '100.00', from: '2026-01-01', until: null },
    ],
  ];
}

function statementsOf(customerId: string): readonly Asking[] {
  const statement = { customerId, name: 'Somebody', contactPoints: [{ kind: 'phone', value: '+49 30 23125 100' }] };
  const consent = [{ channel: 'phone', granted: true }];
  const told = { birthday: '1990-01-01', consent, ownerId: 'a7', household: 'h-1', fields: { branch: 'north' } };
  return [{ body: { ...statement, ...told } }, { body: [statement], query: '?dryRun=true' }];
}

function contactsOf(customerId: string, at: string): readonly (readonly [string, Asking])[] {
  const own = { source: 'pbx', customerId, at };
  const rating = { min: 1, max: 5, overall: 4 };
  const said = { purpose: 'service', agentId: 'a7', issueId: 'case-1', rating, complaint: { severity: 2 } };
  const heard = { signals: [{ product: 'a', cue: 'price' }], transferred: null, durationSeconds: 3, text: '…' };
  const contact = { ...own, interactionId: 'i-1', channel: 'phone', direction: 'in', ...said, ...heard };
  const mail = { kind: 'interaction', interactionId: 'i-2', channel: 'email', direction: 'out', subject: 'Hello' };
  const attachments = { count: 1, bytes: 100 };
  const dimensions = { min: 0, max: 10, empathy: 3, reliability: 9 };
  const [from, to] = ['+49 30 23125 100', '+49 30 23125 200'];
  const call = { source: 'exchange', callId: 'c-1', from, to, at, direction: 'in', customerId, talkSeconds: 60 };
  const attempt = {
    ...own,
    attemptId: 'a-1',
    channel: 'phone',
    result: 'call-back',
    callBackAt: '2030-01-01T10:00:00Z',
  };
  return [
    ['POST /interactions', { body: [contact, { ...own, ...mail, attachments }] }],
    ['POST /ratings', { body: [{ ...own, ratingId: 'r-1', interactionId: 'i-1', rating: dimensions }] }],
    ['POST /attempts', { body: attempt }],
    [
      'POST /interactions/{source}/{interactionId}/wrap-up',
      {
        with: { source: 'pbx', interactionId: 'i-1' },
        body: { customerId, at, purpose: 'service', resolved: { recovered: true } },
      },
    ],
    [
      'POST /cases/{source}/{caseId}/resolve',
      { with: { source: 'pbx', caseId: 'case-1' }, body: { customerId, at, recovered: true } },
    ],
    ['POST /call-records', { body: call }],
  ];
}
