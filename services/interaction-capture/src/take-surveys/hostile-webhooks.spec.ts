import { type ClientRequest, request } from 'node:http';
import { ContactDouble, now } from '../../test/contact-double.js';
import { type HostileCall, hostileCalls } from '../../test/hostile-webhooks.js';
import { type Serving, serving } from '../../test/serving.js';
import { answered, standardHeaders, surveys } from '../../test/surveys.js';
import { TakeSurveysModule } from './take-surveys.module.js';

const megabyte = 1_048_576;
const patienceMs = 10_000;

/** The status of the answer; 0 when the connection was cut off, -1 when nothing came at all. */
function statusOf(url: string, call: HostileCall): Promise<number> {
  return new Promise((resolve) => {
    const { method = 'POST', path, headers } = call;
    const sending = request(`${url}${path}`, { method, headers, agent: false }, (answer) => {
      answer.resume();
      answer.once('close', () => over(answer.statusCode ?? 0));
    });
    const patience = setTimeout(() => over(-1), patienceMs);
    const over = (status: number) => {
      clearTimeout(patience);
      resolve(status);
      sending.destroy();
    };
    sending.on('error', () => over(0));
    void send(sending, call);
  });
}

async function send(sending: ClientRequest, { pieces, pauseMs = 0, unended = false }: HostileCall): Promise<void> {
  for (const piece of pieces) {
    if (sending.destroyed) return;
    const free = sending.write(piece);
    if (pauseMs > 0) await new Promise((go) => setTimeout(go, pauseMs));
    if (!free) await new Promise((go) => sending.once('drain', go).once('close', go));
  }
  if (!unended) sending.end();
}

describe('200 hostile calls of a survey webhook', () => {
  let intake: ContactDouble;
  let service: Serving;
  beforeAll(async () => {
    intake = new ContactDouble();
    const limits = { largestBytes: 262_144, withinMs: 500 };
    service = await serving(TakeSurveysModule.register({ intake, clock: () => now, surveys, limits }));
  });
  afterAll(() => service.stop());

  it.each([1, 2])(
    'given those of seed %d, then each is refused with its status or stored, in bounded memory, and the service is well after',
    async (seed) => {
      const calls = hostileCalls(200, seed);
      const before = process.memoryUsage().rss;
      const wrong: string[] = [];
      let grown = 0;
      const waiting = [...calls];
      const caller = async () => {
        for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) {
          const status = await statusOf(service.url, call);
          grown = Math.max(grown, process.memoryUsage().rss - before);
          if (!call.expected.includes(status)) wrong.push(`${call.name}: ${status}`);
        }
      };
      await Promise.all(Array.from({ length: 20 }, caller));
      expect(wrong).toEqual([]);
      expect(grown).toBeLessThan(200 * megabyte);
      const body = JSON.stringify(answered);
      const headers = standardHeaders(body, { id: `msg_after_${seed}` });
      const after = await fetch(`${service.url}/surveys/poll`, { method: 'POST', headers, body });
      expect([after.status, await after.json()]).toMatchObject([202, { accepted: 1 }]);
      expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    },
  );

  it('stored what was well signed once each, and said nothing of it in its own log', () => {
    const ids = intake.records.map(({ ratingId }) => ratingId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['msg_1', 'msg_after_1', 'msg_after_2']));
    expect(intake.records.every(({ customerId }) => customerId === '17850')).toBe(true);
    expect(service.told.join('')).not.toContain('17850');
    expect(service.told.length).toBeLessThan(50);
  });
});
