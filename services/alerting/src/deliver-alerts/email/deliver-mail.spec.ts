import type { EventToAppend } from '@vilfredo/event-sourcing';
import { write } from '@vilfredo/events';
import { eventually } from '@vilfredo/testing';
import { DeliveryTrial, raise, start, type TrialOptions } from '../../../test/deliver-alerts/delivery-trial.js';
import { type MailServer, mailServer } from '../../../test/deliver-alerts/mail-server.js';
import type { EmailReceiver, MailTimes } from '../receiver.js';

const minute = 60_000;
const hour = 60 * minute;

function mailTo(at: MailTimes, overrides: Partial<EmailReceiver> = {}): EmailReceiver {
  const to = ['lead@example.com', 'deputy@example.com'];
  return { kind: 'email', name: 'leads', to, at, timeZone: 'Europe/Rome', severityFrom: 'info', ...overrides };
}

/** What happens to an alert after it was raised. */
function after(n: number, type: 'AlertEscalated' | 'AlertResolved' | 'AlertExtended'): EventToAppend {
  const envelope = { id: `${type}-${n}`, subject: `customer-${n}`, time: start, correlationid: `correlation-${n}` };
  const about = { alertId: `alert-${n}`, rule: 'satisfaction' };
  if (type === 'AlertEscalated') return write(type, envelope, { ...about, why: 'Nobody acted within 24 hours.' });
  if (type === 'AlertResolved') return write(type, envelope, { ...about, outcome: 'recovered', resolvedBy: 'rule' });
  const because = { text: 'The latest rating is 1.', causes: [] };
  return write(type, envelope, { ...about, severity: 'critical', priority: 90, because });
}

describe('e-mail', () => {
  let server: MailServer;
  let trial: DeliveryTrial;
  const begin = async (at: MailTimes, overrides: Partial<EmailReceiver> = {}, more: Partial<TrialOptions> = {}) => {
    server = await mailServer();
    const settings = { mail: { smtpUrl: server.url, from: 'Vilfredo <alerts@vilfredo.example>' } };
    trial = await DeliveryTrial.begin({
      receivers: [mailTo(at, overrides)],
      settings: { ...settings, publicUrl: 'https://vilfredo.example' },
      ...more,
    });
  };
  const mailed = (count: number) => eventually(() => expect(server.mails).toHaveLength(count));
  afterEach(async () => {
    await trial.close();
    await server.close();
  });

  it('given an alert, tells at once: who, why, what to do and until when, and notes it', async () => {
    await begin({ every: 'alert' });
    await trial.log.append([raise(17)]);
    await trial.delivered(1, 'leads');
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      subject: 'Serious: customer customer-17, satisfaction',
      from: { address: 'alerts@vilfredo.example' },
    });
    expect(mail!.to!.map(({ address }) => address)).toEqual(['lead@example.com', 'deputy@example.com']);
    expect(mail!.text!.trim().split('\n')).toEqual([
      'Serious: customer customer-17, satisfaction',
      'Ratings fell three months in a row, from 4.8 to 2.1.',
      'To do: Call and listen.',
      'Call by: 2026-10-02 11:00 GMT+2',
      'Value at risk: 5391.21',
      'Raised: 2026-10-01 11:00 GMT+2',
      'https://vilfredo.example/customers/customer-17',
    ]);
    expect(mail!.html).toContain('<a href="https://vilfredo.example/customers/customer-17">');
    expect(mail!.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    const notices = await trial.notices();
    expect(notices.map(({ data }) => JSON.parse(data))).toMatchObject([{ via: 'email', receiver: 'leads' }]);
  });

  it('given an escalation, tells it in the thread of the alert, with what happened since', async () => {
    await begin({ every: 'alert' });
    await trial.log.append([raise(1), after(1, 'AlertExtended'), after(1, 'AlertEscalated')]);
    await mailed(2);
    const [first, second] = server.mails;
    expect(second!.inReplyTo).toBe(first!.messageId);
    expect(second!.subject).toBe('Critical: customer customer-1, satisfaction, escalated');
    expect(second!.text).toContain('The latest rating is 1.\nEscalated: Nobody acted within 24 hours.');
  });

  it('given a severity to begin with, tells only of what is as severe', async () => {
    await begin({ every: 'alert' }, { severityFrom: 'serious' });
    await trial.log.append([raise(1, 'a', { severity: 'warning' }), raise(2, 'b', { severity: 'critical' })]);
    await mailed(1);
    await trial.turn();
    expect(server.mails.map(({ subject }) => subject)).toEqual(['Critical: customer b, satisfaction']);
    expect(await trial.notices()).toHaveLength(1);
  });

  it('given hourly mail, tells all of an hour in one, the most urgent first and what is closed last', async () => {
    await begin({ every: 'hour' });
    await trial.log.append([
      raise(1, 'customer-1', { priority: 20 }),
      raise(2, 'customer-2', { severity: 'critical' }),
      raise(3, 'customer-3', { severity: 'critical' }),
      raise(4, 'customer-4', { priority: 80 }),
      after(3, 'AlertResolved'),
    ]);
    await trial.pass(59 * minute);
    expect(server.mails).toEqual([]);
    await trial.pass(minute);
    await mailed(1);
    const told = [...server.mails[0]!.text!.matchAll(/customer (customer-\d)/g)].map(([, id]) => id);
    expect(told).toEqual(['customer-2', 'customer-4', 'customer-1', 'customer-3']);
    expect(server.mails[0]!.text).toContain('Closed meanwhile: recovered');
    expect(server.mails[0]!.subject).toBe('4 new alerts, 1 critical');
    await trial.delivered(4, 'leads');
    expect(await trial.notices()).toHaveLength(4);
    await trial.pass(2 * hour);
    expect(server.mails).toHaveLength(1);
  });

  it('given daily mail at eight, waits for eight in its own time zone, also over a restart', async () => {
    await begin({ every: 'day', hour: 8, minute: 0 });
    await trial.log.append([raise(1)]);
    await trial.turn();
    await trial.delivery.stop();
    await trial.start();
    await trial.pass(20 * hour + 59 * minute);
    expect(server.mails).toEqual([]);
    await trial.pass(minute);
    await mailed(1);
  });

  it('given quiet hours, waits until they are over', async () => {
    const until = Date.parse(start) + 3 * hour;
    await begin({ every: 'alert' }, {}, { notifiableAt: ({ severity }) => (severity === 'critical' ? 0 : until) });
    await trial.log.append([raise(1), raise(2, 'b', { severity: 'critical' })]);
    await mailed(1);
    expect(server.mails[0]!.subject).toContain('Critical');
    await trial.pass(3 * hour - minute);
    expect(server.mails).toHaveLength(1);
    await trial.pass(minute);
    await mailed(2);
  });

  it('given a server that is busy, tries again with the same message id', async () => {
    await begin({ every: 'hour' });
    server.refuseWith = { responseCode: 451, message: 'later' };
    await trial.log.append([raise(1), raise(2)]);
    await trial.turn();
    await trial.pass(hour);
    await eventually(async () =>
      expect((await trial.status('leads')).lastError?.reason).toBe('the mail server answered 451'),
    );
    await trial.log.append([raise(3)]);
    server.refuseWith = null;
    await trial.pass(6_000);
    await trial.delivered(2, 'leads');
    expect(server.mails[0]!.subject).toBe('2 new alerts');
    await trial.pass(hour);
    await mailed(2);
    expect(server.mails[1]!.subject).toBe('Serious: customer customer-3, satisfaction');
  });

  it('given a server that will never have it, is disabled at once and keeps the alert', async () => {
    await begin({ every: 'alert' });
    server.refuseWith = { responseCode: 550, message: 'no such user' };
    await trial.log.append([raise(1)]);
    await eventually(async () => expect((await trial.status('leads')).state).toBe('disabled'));
    server.refuseWith = null;
    await trial.delivery.enable('leads');
    await mailed(1);
  });

  it('given a process that dies after sending, sends the same mail again under the same message id', async () => {
    const dying = { owner: 'first', leaseMs: 2 * hour, saveEveryMs: 86_400_000 };
    await begin({ every: 'hour' }, {}, { parts: dying });
    await trial.log.append([raise(1), raise(2)]);
    await trial.turn();
    await trial.pass(hour);
    await mailed(1);
    await trial.log.append([raise(3)]);
    const second = trial.another({ owner: 'second', saveEveryMs: 10 });
    await second.start();
    await trial.pass(2 * hour);
    await mailed(2);
    expect(server.mails[1]!.messageId).toBe(server.mails[0]!.messageId);
    expect(server.mails[1]!.text).toBe(server.mails[0]!.text);
    await trial.pass(hour);
    await mailed(3);
    expect(server.mails[2]!.subject).toBe('Serious: customer customer-3, satisfaction');
    await second.stop();
    expect(await trial.notices()).toHaveLength(3);
  });

  it('sends a test mail', async () => {
    await begin({ every: 'alert' });
    expect(await trial.delivery.test('leads', 'test_1')).toEqual({ delivered: true });
    expect(server.mails[0]!.subject).toBe('Vilfredo: a test');
  });
});
