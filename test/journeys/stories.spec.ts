import type { FeedItem } from '@vilfredo/scoring';
import { eventually } from '@vilfredo/testing';
import type { Alert } from './asked-deployment.js';
import { ConnectedSystems } from './connected-systems.js';
import { aBook, anOrder } from './example-book.js';
import { onBoth } from './on-both.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Of whatever has to go through several services, on a machine that may be slow. */
const patience = { timeout: 60_000, every: 100 };

interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Shown {
  readonly customerId: string;
  readonly epoch: number | null;
  readonly mergedInto?: string;
  readonly stages: readonly { readonly product: string; readonly stage: string }[];
}

interface Call {
  readonly customerId: string;
  readonly onList: boolean;
  readonly attempts: number;
  readonly reasons: readonly { readonly kind: string; readonly text: string; readonly causes: readonly string[] }[];
  readonly holds: readonly { readonly kind: string }[];
}

onBoth(
  'stories of customers',
  (theServer, theSystems: () => ConnectedSystems) => {
    const timeline = (customerId: string) => theServer().all<Told>(`/customers/${customerId}/timeline`);
    const feed = async (customerId: string, type: string) =>
      (await theServer().changes()).items.filter((item) => item.customerId === customerId && item.type === type);
    const theAlert = (customerId: string, rule: string): Promise<Alert> =>
      eventually(async () => {
        const alerts = await theServer().alertsOf(customerId, rule);
        expect(alerts).toHaveLength(1);
        return alerts[0]!;
      }, patience);

    beforeAll(async () => {
      const server = theServer();
      await server.tell(aBook(60, server.now));
      await eventually(async () => expect(await server.all('/customers?tier=core')).not.toEqual([]), patience);
      await server.quiet();
    }, 120_000);

    it('given ratings that fell for three months, when the fourth comes by a signed survey, then one thing leads to the other, from the class to an alert that is told, taken on and over', async () => {
      const [server, systems] = [theServer(), theSystems()];
      const customerId = 'souring';
      await server.tell([anOrder('o-souring', customerId, server.now - 40 * dayMs)]);
      await server.post('/ratings', fallingRatings(customerId, server.now));
      await server.quiet();
      expect(await feed(customerId, 'SatisfactionClassChanged')).toEqual([]);

      const answer = { id: 'answer-4', customerId, score: 2, at: server.now };
      const { status, text } = await systems.answer(server.url, answer, 'story-of-falling-ratings');
      expect([status, JSON.parse(text)]).toEqual([202, { accepted: 1, duplicates: 0, refused: [] }]);

      const alert = await theAlert(customerId, 'satisfaction');
      const rating = (await timeline(customerId)).find(({ data }) => data.ratingId === answer.id)!;
      expect(rating.type).toBe('SatisfactionRated');
      const changes = await feed(customerId, 'SatisfactionClassChanged');
      expect(changes).toMatchObject([{ from: null, to: 1, evidence: 'strict', causes: [rating.id] }]);
      const change = changes[0]!;
      expect(alert).toMatchObject({ severity: 'serious', state: 'open', correlationid: 'story-of-falling-ratings' });
      expect(alert.because[0]!.causes.slice(0, 2)).toEqual([change.id, rating.id]);
      expect(alert.because[0]!.text).toMatch(
        /^Ratings fell three months in a row, from 5 in .* and the latest is 2\.$/,
      );

      const raised = await webhook(systems, customerId, 'AlertRaised');
      expect(alert.events[0]).toBe(raised.id);
      expect(raised.data).toMatchObject({ alertId: alert.id, because: alert.because[0] });
      expect((await webhook(systems, customerId, 'SatisfactionClassChanged')).id).toBe(change.id);
      const mail = await eventually(() => {
        const mails = systems.mails.filter(
          ({ subject }) => subject === `Serious: customer ${customerId}, satisfaction`,
        );
        expect(mails).toHaveLength(1);
        return mails[0]!;
      }, patience);
      expect(mail.text).toContain(alert.because[0]!.text);
      const told = await eventually(async () => {
        const now = await server.get<Alert>(`/alerts/${alert.id}`);
        expect(now.notified).toHaveLength(2);
        return now;
      }, patience);
      expect(told.notified.map(({ via, receiver, result }) => `${via} ${receiver} ${result}`).sort()).toEqual([
        'email leads delivered',
        'webhook crm delivered',
      ]);

      expect(await server.post(`/alerts/${alert.id}/acknowledge`, { by: 'a7' })).toMatchObject({
        state: 'acknowledged',
      });
      const taken = await webhook(systems, customerId, 'AlertAcknowledged');
      expect(taken.data).toMatchObject({ alertId: alert.id, by: 'a7' });
      const over = { outcome: 'recovered', why: 'Put right by phone.', by: 'a7' };
      expect(await server.post(`/alerts/${alert.id}/resolve`, over)).toMatchObject({ state: 'resolved', ...over });
      const resolved = await webhook(systems, customerId, 'AlertResolved');
      expect(resolved.data).toMatchObject({ alertId: alert.id, ...over });
      const { events, correlationid, outcome } = await server.get<Alert>(`/alerts/${alert.id}`);
      expect(events).toEqual([alert.events[0], ...told.events.slice(1), taken.id, resolved.id]);
      expect([correlationid, outcome]).toEqual(['story-of-falling-ratings', 'recovered']);
      expect(await server.all(`/alerts?open=true&customer=${customerId}`)).toEqual([]);
      expect(systems.forged).toEqual([]);
    }, 240_000);

    it('given a customer of the core, when they complain, then they are the first to call, until somebody tried to', async () => {
      const [server, systems] = [theServer(), theSystems()];
      const [{ customerId }] = (await server.all<{ customerId: string }>('/customers?tier=core&sort=-value')) as [Call];
      const contact = { source: 'pbx', interactionId: 'complaint-1', customerId, channel: 'phone', direction: 'in' };
      await server.post('/interactions', { ...contact, at: iso(server.now), complaint: { severity: 3 } });
      const alert = await theAlert(customerId, 'complaint-of-top');
      expect(alert).toMatchObject({ severity: 'critical', state: 'open' });
      const opened = (await timeline(customerId)).find(({ type }) => type === 'CaseOpened')!;
      expect(alert.because[0]!.causes).toContain(opened.id);
      expect((await webhook(systems, customerId, 'AlertRaised', alert.rule)).id).toBe(alert.events[0]);

      const [first] = await eventually(async () => {
        const { items } = await server.get<{ items: Call[] }>('/calls?limit=5');
        expect(items[0]).toMatchObject({ customerId });
        expect(items[0]!.reasons[0]).toMatchObject({ kind: 'alert', text: alert.because[0]!.text });
        return items;
      }, patience);
      expect(first!.reasons[0]!.causes).toContain(alert.events[0]);

      const attempt = { attemptId: 'try-1', channel: 'phone', result: 'no-answer', agentId: 'a7' };
      const accepted = { attemptId: 'try-1', outcome: 'accepted' };
      expect(await server.post(`/calls/${customerId}/attempts`, attempt)).toEqual(accepted);
      await eventually(async () => {
        const call = await server.get<Call>(`/calls/${customerId}`);
        expect(call).toMatchObject({ onList: false, attempts: 1, holds: [{ kind: 'retry-later' }] });
      }, patience);
      expect((await server.all<Call>('/calls')).map((call) => call.customerId)).not.toContain(customerId);
      expect((await timeline(customerId)).map(({ type }) => type)).toContain('ContactAttempted');
    }, 180_000);

    it('given three calls from a number that nobody knows, when a customer is registered with it, then the calls are theirs', async () => {
      const server = theServer();
      const contactPoint = { kind: 'phone', value: '+493023125999' };
      const ids = ['call-1', 'call-2', 'call-3'];
      const calls = ids.map((interactionId, i) => ({
        ...{ source: 'pbx', interactionId, contactPoint, channel: 'phone', direction: 'in' },
        at: iso(server.now - (3 - i) * 60 * minuteMs),
        ...(i === 1 ? { signals: [{ product: 'lamp', cue: 'price' }] } : {}),
      }));
      await server.post('/interactions', calls);
      const prospect = await eventually(async () => {
        const [one, ...others] = await server.all<Shown>('/customers?state=prospect');
        expect(others).toEqual([]);
        return one!.customerId;
      }, patience);
      const callsOf = async (customerId: string) =>
        (await timeline(customerId))
          .filter(({ type }) => type === 'InteractionRecorded')
          .map(({ data }) => data.interactionId)
          .toReversed();
      await eventually(async () => expect(await callsOf(prospect)).toEqual(ids), patience);

      const customerId = 'newcomer';
      await server.post('/customers', { customerId, name: 'Nobody Inparticular', contactPoints: [contactPoint] });
      await eventually(async () => expect(await callsOf(customerId)).toEqual(ids), patience);
      await eventually(async () => {
        const { stages } = await server.get<Shown>(`/customers/${customerId}`);
        expect(stages).toMatchObject([{ product: 'lamp', stage: 'interest' }]);
        expect((await server.get<Shown>(`/customers/${prospect}`)).mergedInto).toBe(customerId);
      }, patience);
      await server.post('/interactions', { ...calls[0], interactionId: 'call-4', at: iso(server.now) });
      await eventually(async () => expect(await callsOf(customerId)).toEqual([...ids, 'call-4']), patience);
    }, 180_000);

    it('given a customer who asked for a price, when a fortnight goes by without a purchase, then they are to be recalled, and somebody is told', async () => {
      const [server, systems] = [theServer(), theSystems()];
      const customerId = 'asker';
      await server.tell([anOrder('o-asker', customerId, server.now - 60 * dayMs)]);
      const asked = Math.floor(server.now / 1_000) * 1_000;
      const contact = { source: 'pbx', interactionId: 'asked-1', customerId, channel: 'phone', direction: 'in' };
      const signals = [{ product: 'sofa', cue: 'price' }];
      await server.post('/interactions', { ...contact, at: iso(asked), signals });
      await eventually(async () => {
        expect(await feed(customerId, 'StageChanged')).toMatchObject([{ to: 'interest', recall: false }]);
      }, patience);
      expect(await server.alertsOf(customerId, 'recall')).toEqual([]);
      await server.quiet();

      await server.later(14 * dayMs + minuteMs);

      const alert = await theAlert(customerId, 'recall');
      const recalled = (await feed(customerId, 'StageChanged')).at(-1) as FeedItem;
      expect(recalled).toMatchObject({ product: 'sofa', recall: true, asOf: iso(asked + 14 * dayMs) });
      expect(alert.because[0]!.causes[0]).toBe(recalled.id);
      const signalled = (await timeline(customerId)).find(({ type }) => type === 'InterestSignalled')!;
      expect(recalled.parts[0]!.causes).toEqual([signalled.id]);
      await eventually(async () => {
        const recalls = await server.all<{ customerId: string; products: { product: string }[] }>('/recalls');
        expect(recalls.find((one) => one.customerId === customerId)?.products).toMatchObject([{ product: 'sofa' }]);
      }, patience);
      expect((await webhook(systems, customerId, 'AlertRaised')).id).toBe(alert.events[0]);
    }, 300_000);
  },
  () => ConnectedSystems.open(),
);

/** The only webhook of a type about a customer, and about a rule's alert where one is named. */
function webhook(systems: ConnectedSystems, customerId: string, type: string, rule?: string) {
  return eventually(() => {
    const heard = systems.about(customerId, type).filter(({ data }) => rule === undefined || data.rule === rule);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
    return heard[0]!;
  }, patience);
}

/** 5, 4 and 3, in the three calendar months before this one. */
function fallingRatings(customerId: string, now: number): object[] {
  const today = new Date(now);
  return [5, 4, 3].map((overall, i) => ({
    source: 'survey',
    ratingId: `answer-${i + 1}`,
    customerId,
    at: iso(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 3 + i, 10, 9)),
    rating: { min: 1, max: 5, overall },
  }));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
