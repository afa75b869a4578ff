import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CustomerView } from '@vilfredo/scoring';
import { runCommand } from '../../test/command-run.js';

const data = process.env.VILFREDO_TEST_DATA;
const onData = data ? it : it.skip;
const needed = data ? '' : ' (needs VILFREDO_TEST_DATA)';

async function scored(mapping: string) {
  const out = await mkdtemp(path.join(tmpdir(), 'vilfredo-online-retail-'));
  const file = path.join(data ?? '', 'online-retail.csv.gz');
  const args = ['--mapping', mapping, '--as-of', '2011-12-10', '--window', 'all', '--out', out, '--json'];
  const { code, stdout } = await runCommand(['score', file, ...args]);
  const lines = (await readFile(path.join(out, 'customers.ndjson'), 'utf8')).trim().split('\n');
  await rm(out, { recursive: true });
  const views = new Map<string, CustomerView>();
  for (const line of lines) {
    const view = JSON.parse(line) as CustomerView;
    if (['12346', '16446', '14646'].includes(view.customerId)) views.set(view.customerId, view);
  }
  return { code, summary: JSON.parse(stdout), views };
}

describe('score of Online Retail', () => {
  onData(
    `gross, comes to the published figures${needed}`,
    async () => {
      const { code, summary, views } = await scored('online-retail-gross');
      expect(code).toBe(3);
      expect(summary).toMatchObject({
        customers: 4339,
        concentration: {
          n: 4339,
          top: 868,
          core: 174,
          topShare: 0.7462,
          coreShare: 0.4732,
          gini: 0.7152,
          abc: { A: 1132, B: 1469, C: 1738 },
        },
        guard: { flagged: 62 },
        keyForProductOutsideTop: 677,
        refused: { noCustomer: 135_080, creditNote: 8_905 },
      });
      for (const id of ['12346', '16446']) {
        expect(views.get(id)!.value).toMatchObject({ tier: null, oneOff: { flagged: true } });
      }
      expect(views.get('14646')!.value).toMatchObject({ oneOff: { flagged: false } });
      expect(views.get('14646')!.value!.tier).not.toBeNull();
    },
    300_000,
  );

  onData(
    `net of returns, leaves nothing of orders that were refunded in full${needed}`,
    async () => {
      const { views } = await scored('online-retail');
      for (const id of ['12346', '16446']) {
        const { tier, amountInWindow } = views.get(id)!.value ?? { tier: null, amountInWindow: '0' };
        expect(tier).toBeNull();
        expect(Number(amountInWindow)).toBeLessThan(10);
      }
    },
    300_000,
  );
});
