import type { AlertNote } from './alert-note.js';
import { composeMail, messageIdOf } from './compose-mail.js';
import { nextMail } from './mail-times.js';

const note: AlertNote = {
  ...{ alertId: 'alert-1', customerId: 'C<1>', rule: 'silence', severity: 'serious', priority: 50 },
  ...{ raisedAt: '2026-10-01T09:00:00Z', reasons: ['Silent for 61 days; usually buys every 28.'], agentId: 'a7' },
  ...{ suggestedAction: 'Call & ask.', callBy: null, valueAtRisk: null, escalated: null, outcome: null },
};

describe('a mail about alerts', () => {
  it('shows text as text', () => {
    const { html, text } = composeMail([note], { timeZone: 'UTC', publicUrl: 'https://vilfredo.example' });
    expect(html).toContain('customer C&#60;1&#62;');
    expect(html).toContain('Call &#38; ask.');
    expect(html).toContain('href="https://vilfredo.example/customers/C%3C1%3E"');
    expect(text).toContain('customer C<1>');
  });

  it('tells of two hundred and counts the rest', () => {
    const notes = Array.from({ length: 250 }, (_, i) => ({ ...note, alertId: `alert-${i}`, priority: i / 10 }));
    const { subject, text } = composeMail(notes, { timeZone: 'UTC' });
    expect(subject).toBe('250 new alerts');
    expect(text.match(/To do/g)).toHaveLength(200);
    expect(text.trim().endsWith('And 50 more.')).toBe(true);
  });

  it('has an id that follows from whom it is for and what it tells of', () => {
    const id = messageIdOf('leads', 'alert-1', 'Vilfredo <alerts@vilfredo.example>');
    expect(id).toMatch(/^<[0-9a-f]{40}@vilfredo.example>$/);
    expect(messageIdOf('leads', 'alert-1', 'alerts@vilfredo.example')).toBe(id);
    expect(messageIdOf('others', 'alert-1', 'alerts@vilfredo.example')).not.toBe(id);
  });
});

describe('the next mail', () => {
  const daily = { every: 'day', hour: 8, minute: 30 } as const;
  it.each([
    ['hourly', { every: 'hour' } as const, '2026-10-01T09:00:00Z', '2026-10-01T10:00:00.000Z'],
    [
      'hourly where hours are half',
      { every: 'hour' } as const,
      '2026-10-01T09:00:00Z',
      '2026-10-01T09:30:00.000Z',
      'Asia/Kolkata',
    ],
    ['daily, before its time', daily, '2026-10-01T06:29:00Z', '2026-10-01T06:30:00.000Z'],
    ['daily, at its time', daily, '2026-10-01T06:30:00Z', '2026-10-02T06:30:00.000Z'],
    ['daily, when the clocks go back', daily, '2026-10-24T07:00:00Z', '2026-10-25T07:30:00.000Z'],
    ['at once', { every: 'alert' } as const, '2026-10-01T09:00:00Z', '2026-10-01T09:00:00.000Z'],
  ])('%s', (_, at, from, next, zone = 'Europe/Rome') => {
    expect(new Date(nextMail(at, Date.parse(from), zone)).toISOString()).toBe(next);
  });
});
