import { call } from '../drills/http-call.js';
import type { AskedDeployment } from './asked-deployment.js';
import type { ConnectedSystems } from './connected-systems.js';
import type { PersonalFinder } from './find-personal.js';

/** Expects of what a deployment keeps, says and sends that nothing personal stands in it. */
export class NothingPersonal {
  constructor(private readonly finder: PersonalFinder) {}

  in(where: string, content: string | Buffer): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const found = this.finder.in(bytes).map((one) => ({ ...one, around: around(bytes, one.offset) }));
    expect({ where, found }).toEqual({ where, found: [] });
  }

  inWhatWasSent({ webhooks, mails, forged }: ConnectedSystems): void {
    expect(webhooks.map(({ type }) => type)).toEqual(expect.arrayContaining(['AlertRaised', 'ValueChanged']));
    this.in('webhooks', webhooks.map(({ raw }) => raw).join('\n'));
    this.in('mails', mails.map(({ raw, text, html }) => `${raw}\n${text}\n${html}`).join('\n'));
    expect(forged).toEqual([]);
  }

  /**
   * @param changes told at least, so that there is something to look at
   * @param mayBeEmpty lists in which a small book may have nobody
   */
  async inAnswersOf(server: AskedDeployment, changes: number, mayBeEmpty: readonly string[] = []): Promise<void> {
    for (const path of ['/metrics', '/summary', '/parked', '/receivers', '/alerts/rules', '/products', '/policy']) {
      this.in(path, (await call(`${server.url}${path}`)).text);
    }
    for (const path of ['/alerts', '/calls', '/recalls', '/customers', '/customers?state=prospect']) {
      const items = await server.all(path);
      if (!mayBeEmpty.includes(path)) expect({ path, some: items.length > 0 }).toEqual({ path, some: true });
      this.in(path, JSON.stringify(items));
    }
    const { items } = await server.changes();
    expect(items.length).toBeGreaterThan(changes);
    this.in('/scores/changes', JSON.stringify(items));
    this.in('/scores/snapshot', (await call(`${server.url}/scores/snapshot`)).text);
    const book = await server.all<{ customerId: string }>('/customers');
    const prospects = await server.all<{ customerId: string }>('/customers?state=prospect');
    for (const { customerId } of [...book, ...prospects]) {
      const asked = `/customers/${encodeURIComponent(customerId)}`;
      for (const path of [asked, `${asked}/timeline?limit=1000`, `${asked}/history?limit=1000`]) {
        this.in(path, (await call(`${server.url}${path}`)).text);
      }
    }
  }
}

function around(bytes: Buffer, offset: number): string {
  return bytes.subarray(Math.max(0, offset - 80), offset + 80).toString('latin1');
}
