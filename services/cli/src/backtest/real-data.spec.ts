import path from 'node:path';
import { runCommand } from '../../test/command-run.js';

const data = process.env.VILFREDO_TEST_DATA;
const onData = data ? it : it.skip;
const needed = data ? '' : ' (needs VILFREDO_TEST_DATA)';

describe('backtest of CDNOW', () => {
  onData(
    `given all 23,570 customers, 39 weeks known and 39 foretold, then it comes to its figures${needed}`,
    async () => {
      const file = path.join(data ?? '', 'cdnow-master.txt.gz');
      const { code, stdout } = await runCommand(['backtest', file, '--mapping', 'cdnow', '--json']);
      expect(code).toBe(0);
      const { customers, active, forecasts, purchases, repeatPurchases, gaps, calibration } = JSON.parse(stdout);
      expect({ customers, active, until: calibration.until }).toEqual({
        customers: 23_570,
        active: 7_058,
        until: '1997-09-30',
      });
      const [model, baseRate, silence, frequency] = forecasts;
      expect(model.auc).toBeGreaterThanOrEqual(0.752);
      expect(model.brier).toBeLessThanOrEqual(0.1665);
      expect(model.ece).toBeLessThanOrEqual(0.062);
      expect(model.brier).toBeLessThan(baseRate.brier);
      expect(model.liftTopTenth).toBeGreaterThan(Math.max(silence.liftTopTenth, frequency.liftTopTenth));
      expect(purchases.actual).toBe(19_684);
      expect(Math.abs(repeatPurchases.predicted / repeatPurchases.actual - 1)).toBeLessThan(0.08);
      expect(gaps.gaps).toBe(25_029);
      const [tenth, twentieth, fiftieth] = gaps.shares.map(({ share }: { share: number }) => share);
      expect(tenth).toBeGreaterThan(0.09);
      expect(tenth).toBeLessThan(0.11);
      expect(twentieth).toBeCloseTo(0.05, 2);
      expect(fiftieth).toBeCloseTo(0.02, 2);
    },
    120_000,
  );
});
