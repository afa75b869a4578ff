import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { SurveySource } from '../src/take-surveys/survey-source.js';
import { now } from './contact-double.js';

export const secret = Buffer.from('a secret of thirty-two bytes, 00');

/** Two survey tools as settings name them. */
export const surveys: ReadonlyMap<string, SurveySource> = new Map<string, SurveySource>([
  [
    'poll',
    {
      name: 'poll',
      scheme: 'standard-webhooks',
      secrets: [secret],
      fields: { customerId: 'customer.id', email: 'customer.email', at: 'answeredAt', overall: 'answers.stars' },
      scale: { min: 1, max: 5 },
    },
  ],
  [
    'plain',
    {
      name: 'plain',
      scheme: 'x-signature',
      secrets: [secret],
      timestampField: 'sentAt',
      fields: { ratingId: 'id', customerId: 'customer', interactionId: 'contact', at: 'at', empathy: 'q.empathy' },
      scale: { min: 0, max: 10 },
    },
  ],
]);

export const answered = { customer: { id: '17850' }, answeredAt: '2026-10-05T11:58:00Z', answers: { stars: 4 } };

export function standardHeaders(body: string, { id = 'msg_1', at = now } = {}): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': new Webhook(secret.toString('base64')).sign(id, new Date(at), body),
  };
}

export function plainHeaders(body: string): Record<string, string> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return { 'content-type': 'application/json', 'x-signature': `sha256=${signature}` };
}
