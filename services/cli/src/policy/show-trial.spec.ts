import type { TrialReport } from '@vilfredo/scoring';
import { trialReport } from '../../test/trial-examples.js';
import { stream, tryRules } from '../../test/trial-run.js';

const shown = (report: Partial<TrialReport>) => tryRules(stream({ report: { ...trialReport, ...report } }));

describe('a trial as people read it', () => {
  it('given two policies of one name, tells them apart', async () => {
    const { lines } = await shown({ candidate: 'v1' });
    expect(lines).toContain('Change            in force  candidate  Difference');
    expect(lines).toContain('Customers moved most, in force -> candidate');
  });

  it('given warnings that came later, and nobody warned of at all, says either', async () => {
    const { warnings } = trialReport;
    const later = await shown({ warnings: { ...warnings, medianDaysEarlier: -1 } });
    expect(later.stdout).toContain('; in the median 1 day later.\n');
    const nobody = { inForce: 0, candidate: 0, both: 0, earlier: 0, later: 0, medianDaysEarlier: null };
    expect((await shown({ warnings: nobody })).lines).toContain('Warned that they may leave: nobody, under either.');
  });

  it('given a prospect, shows the qualification and no part that nobody has', async () => {
    const nothing = { state: 'prospect', value: null, tier: null, risk: null, band: null, class: null } as const;
    const places = { inForce: { ...nothing, qualification: 61.25 }, candidate: { ...nothing, qualification: 58 } };
    const { lines } = await shown({ customersMoved: [{ customerId: 'p-1', ...places }] });
    expect(lines).toContain('Customer  State     Qualification');
    expect(lines).toContain('p-1       prospect  61.25 -> 58.00');
  });

  it('given sections that were not tried and events that were parked, notes both beside the answer', async () => {
    const { stderr } = await shown({ notTried: ['alerts', 'calls'], parked: { inForce: 1, candidate: 3 } });
    expect(stderr).toBe(
      'not tried: alerts, calls; these sections differ too, but a replay does not go by them\n' +
        'could not be folded and were left out: 1 event under the rules in force, 3 under the candidate\n',
    );
  });
});
