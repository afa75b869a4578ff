import { runCommand } from '../../test/command-run.js';

const customers = ['a', 'b', 'c', 'd'] as const;

/** Orders of twenty weeks: `a` every week, `b` every second, `c` until the tenth, `d` once. */
function orders(): string {
  const lines: string[] = [];
  for (let week = 0; week < 20; week++) {
    const at = new Date(Date.UTC(2025, 0, 6) + week * 7 * 86_400_000).toISOString();
    for (const customerId of customers) {
      if (!buys(customerId, week)) continue;
      lines.push(
        JSON.stringify({
          kind: 'order',
          source: 'shop',
          orderId: `${customerId}-${week}`,
          customerId,
          at,
          currency: 'EUR',
          lines: [{ sku: 's', quantity: 1, unitPrice: '5' }],
        }),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function buys(customer: (typeof customers)[number], week: number): boolean {
  if (customer === 'a') return true;
  if (customer === 'b') return week % 2 === 0;
  return customer === 'c' ? week < 10 : week === 0;
}

const weeks = ['--calibration-weeks', '14', '--horizon-weeks', '6'];

describe('vilfredo backtest', () => {
  it('given orders, then the model stands beside the three baselines, with totals and gaps', async () => {
    const { code, stdout } = await runCommand(['backtest', '-', ...weeks], { stdin: orders() });
    expect(code).toBe(0);
    expect(stdout).toContain('known      2025-01-06 to 2025-04-13 (14 weeks): 4 customers');
    expect(stdout).toContain('foretold   2025-04-14 to 2025-05-19 (5.1 weeks): 50.0 % of them bought');
    for (const name of ['P(active)', 'base rate', 'silence alone', 'frequency alone', 'in the horizon']) {
      expect(stdout).toContain(name);
    }
  });

  it('given --json, then all figures are there, the same file twice counts once', async () => {
    const text = orders();
    const { stdout } = await runCommand(['backtest', '-', ...weeks, '--json'], { stdin: text + text });
    expect(JSON.parse(stdout)).toMatchObject({
      customers: 4,
      active: 2,
      calibration: { from: '2025-01-06', until: '2025-04-13', weeks: 14 },
      model: { k: 1, r: 0.525, a: 0.891, b: 1.614 },
      forecasts: [
        { name: 'P(active)', auc: 1 },
        { name: 'base rate', auc: 0.5, brier: 0.25 },
        { name: 'silence alone', brier: null },
        { name: 'frequency alone', ece: null },
      ],
      purchases: { actual: 9 },
      gaps: { gaps: 31 },
      refused: {},
    });
  });

  it('given records that cannot be used, then they are told, and it exits 3', async () => {
    const { code, stdout } = await runCommand(['backtest', '-', ...weeks, '--json'], { stdin: `${orders()}{}\n` });
    expect(code).toBe(3);
    expect(Object.keys(JSON.parse(stdout).refused)).toHaveLength(1);
  });

  it('given fewer weeks than are to be known, then it says how many there are', async () => {
    const { code, stderr } = await runCommand(['backtest', '-'], { stdin: orders() });
    expect(code).toBe(2);
    expect(stderr).toContain('the orders are of 19.1 weeks, and none is left after 39');
  });

  it('given a mapping that there is none of, then it says so', async () => {
    const { code, stderr } = await runCommand(['backtest', '-', '--mapping', 'none-such'], { stdin: orders() });
    expect(code).toBe(2);
    expect(stderr).toContain('--mapping');
  });
});
