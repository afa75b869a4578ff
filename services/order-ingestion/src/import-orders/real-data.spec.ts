import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { importing } from '../../test/importing.js';
import { loadMapping } from '../load-mapping.js';

const folder = process.env.VILFREDO_TEST_DATA;
const onRealData = folder ? it : it.skip;
const named = (sentence: string) => (folder ? sentence : `${sentence} (needs VILFREDO_TEST_DATA)`);

async function imported(file: string, mapping: string) {
  const source = createReadStream(join(folder ?? '', file));
  const seen = await importing('', { source, mapping: await loadMapping(mapping) });
  return { ...seen, customers: new Set(seen.log.events.map(({ subject }) => subject)).size };
}

describe('importing real data', () => {
  onRealData(
    named('given Online Retail gross, then 397,924 lines of 4,339 customers go in and the rest is counted by reason'),
    async () => {
      const { summary, customers } = await imported('online-retail.csv.gz', 'online-retail-gross');
      expect(summary).toEqual({
        read: 541_909,
        accepted: 397_924,
        duplicates: 0,
        refused: 143_985,
        refusedBy: { noCustomer: 135_080, creditNote: 8_905 },
        facts: { accepted: 18_536, duplicates: 0 },
      });
      expect(customers).toBe(4_339);
    },
    60_000,
  );

  onRealData(
    named('given Online Retail with returns, then the credit notes of customers are returns'),
    async () => {
      const { summary, customers, log } = await imported('online-retail.csv.gz', 'online-retail');
      expect(summary).toMatchObject({ accepted: 406_829, refusedBy: { noCustomer: 135_080 } });
      expect(customers).toBe(4_372);
      expect(log.events.filter(({ type }) => type === 'OrderReturned')).toHaveLength(3_654);
    },
    60_000,
  );

  onRealData(
    named('given the whole of CDNOW, then all 69,659 purchases of 23,570 customers go in'),
    async () => {
      const { summary, customers } = await imported('cdnow-master.txt.gz', 'cdnow');
      expect(summary).toMatchObject({ read: 69_659, accepted: 69_659, refused: 0 });
      expect(customers).toBe(23_570);
    },
    60_000,
  );
});
