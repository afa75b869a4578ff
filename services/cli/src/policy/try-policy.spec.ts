import { problem } from '../../test/fake-deployment.js';
import { equalTrial, trialReport } from '../../test/trial-examples.js';
import { stream, tryRules } from '../../test/trial-run.js';

const reading = { progress: { phase: 'reading', events: 12_000 } };
const replaying = { progress: { phase: 'candidate', events: 20_000, of: 40_000 } };

describe('policy try: what is sent', () => {
  it('given a file alone, sends it and leaves the rest to the deployment', async () => {
    const { code, heard } = await tryRules(stream({ report: equalTrial }));
    expect(code).toBe(0);
    expect(JSON.parse(heard[0]!.body)).toEqual({ policy: { name: 'v2' } });
    expect(heard[0]!.headers).toMatchObject({ accept: 'application/x-ndjson', 'content-type': 'application/json' });
  });

  it('given options, sends them as they were written', async () => {
    const args = ['--from', '2026-01-01', '--to', 'yesterday', '--limit', '3', '--every', '14'];
    const { heard } = await tryRules(stream({ report: equalTrial }), { args });
    expect(JSON.parse(heard[0]!.body)).toEqual({
      policy: { name: 'v2' },
      from: '2026-01-01',
      to: 'yesterday',
      cutoffsEveryDays: 14,
      limit: 3,
    });
  });

  it.each([
    ['a file that is no JSON', { text: 'name: v2' }, 'is not JSON'],
    ['a limit that is none', { args: ['--limit', '0'] }, 'whole number from 1'],
    ['cut-offs every half day', { args: ['--every', '0.5'] }, 'whole number from 1'],
  ])('given %s, exits 2, says why and sends nothing', async (_, given, why) => {
    const { code, stderr, heard } = await tryRules(stream({ report: equalTrial }), given);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
    expect(heard).toEqual([]);
  });
});

describe('policy try: what is shown', () => {
  it('given customers who stand elsewhere, shows what would have been different', async () => {
    const { code, stdout, stderr } = await tryRules(stream(reading, replaying, { report: trialReport }));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`\
v2 in place of v1, 2025-11-23 to 2026-11-23: 40,283 events of 1,993 customers, cut-offs taken 53 times

Change               v1     v2  Difference
ChurnRiskChanged  5,210  4,980        -230
TierChanged         810  1,022         212

At the end                   v1     v2  Difference
State new                   210    210           0
State active              1,183  1,183           0
State dormant               400    400           0
State lost                  200    200           0
Tier top (core included)    399    380         -19
Tier core                    80     80           0
Risk low                    900    912          12
Risk watch                  600    601           1
Risk high                   300    290         -10
Risk critical               193    190          -3
Silence on time           1,500  1,500           0
Silence overdue             300    300           0
Silence very overdue        193    193           0
Class 1                       0      2           2

Warned that they may leave: 512 customers under the rules in force, 498 under the candidate, 470 under both.
Of these 470, the candidate warns of 60 earlier and of 22 later; in the median 3.5 days earlier.
Customers who stand elsewhere at the end: 1,290 by value, 41 by tier, 230 by risk, 31 by band, 2 by class.

Customers moved most, v1 -> v2
Customer  Value           Tier      Risk            Band               State    Class
14646     87.31 -> 61.20  top -> -  42.50           watch              active   -
12971     87.31           core      42.50 -> 81.00  watch -> critical  dormant  - -> 1

policy=v1 candidate=v2 events=40283 customers=1993 touched=321 equal=false seconds=12.3
`);
  });

  it('given rules that change nothing, says so and shows no table', async () => {
    const { code, lines } = await tryRules(stream({ report: equalTrial }));
    expect(code).toBe(0);
    expect(lines.slice(1)).toEqual([
      '',
      'Nothing would have been different.',
      '',
      'policy=v1 candidate=v2 events=40283 customers=1993 touched=0 equal=true seconds=12.3',
      '',
    ]);
  });

  it('given --json, prints the report as it is and nothing else', async () => {
    const report = { ...trialReport, notTried: ['alerts'] };
    const { code, stdout, stderr } = await tryRules(stream(reading, { report }), { args: ['--json'] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(report);
  });

  it('given a trial that takes long, tells on standard error how far it is', async () => {
    let now = 0;
    const clock = () => {
      now += 10_000;
      return now;
    };
    const { stderr } = await tryRules(stream(reading, replaying, { report: trialReport }), { clock });
    expect(stderr).toBe(
      'reading history  12,000 events  10 s\n' + 'replaying under the candidate  50 %  20,000 of 40,000 events  10 s\n',
    );
  });
});

describe('policy try: what goes wrong', () => {
  it('given an error under way, exits 1 with its reason and prints nothing', async () => {
    const error = { type: 'about:blank', title: 'x', status: 400, field: 'policy.window', reason: 'must be shorter' };
    const { code, stdout, stderr } = await tryRules(stream(reading, { error }));
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'vilfredo: policy.window: must be shorter\n',
    });
  });

  it('given an answer that ends without a report, says that it broke off', async () => {
    const { code, stdout, stderr, url } = await tryRules(stream(reading, replaying));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`vilfredo: the connection to ${url} broke off`);
  });

  it('given a connection that is cut in the middle of the report, says that it broke off', async () => {
    const { code, stderr } = await tryRules((_, answer) => {
      answer.writeHead(200, { 'content-type': 'application/x-ndjson' });
      answer.write('{"report":{"policy":"v1"', () => answer.destroy());
    });
    expect(code).toBe(1);
    expect(stderr).toContain('broke off');
  });

  it.each([
    ['a wrong field', problem(400, 'from', 'must be a time'), 'vilfredo: from: must be a time\n'],
    ['a trial that runs already', problem(409, null, 'a trial is running'), 'vilfredo: a trial is running\n'],
  ])('given %s, exits 1 with the reason', async (_, route, sentence) => {
    const { code, stderr } = await tryRules(route);
    expect({ code, stderr }).toEqual({ code: 1, stderr: sentence });
  });

  it('given a deployment that is not ready yet, waits as long as it asks and sends it again', async () => {
    const busy = problem(503, null, 'starting', { 'retry-after': '7' });
    const { code, pauses, heard } = await tryRules([busy, stream({ report: equalTrial })]);
    expect(code).toBe(0);
    expect(pauses).toEqual([7_000]);
    expect(JSON.parse(heard[1]!.body)).toEqual({ policy: { name: 'v2' } });
  });

  it('given an interruption, ends the request and exits 130', async () => {
    const interruption = new AbortController();
    const { code } = await tryRules(
      (_, answer) => {
        answer.writeHead(200, { 'content-type': 'application/x-ndjson' });
        answer.write(`${JSON.stringify(reading)}\n`, () => interruption.abort());
      },
      { interrupted: interruption.signal },
    );
    expect(code).toBe(130);
  });
});
