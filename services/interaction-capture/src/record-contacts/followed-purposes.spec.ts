import { MemoryLog, policyActivated } from '@vilfredo/testing';
import { firstPurposes } from './decide-interaction.js';
import { FollowedPurposes } from './followed-purposes.runner.js';

describe('the rules by which contacts get their function', () => {
  it('given no policy, then the first ones; then those of the policy that was activated last', async () => {
    const log = new MemoryLog();
    const purposes = new FollowedPurposes(log, 0);
    expect(await purposes.current()).toEqual(firstPurposes);

    await log.append([
      policyActivated({ name: 'a', purposes: [{ purpose: 'sales' }] }),
      policyActivated({ name: 'b', purposes: [{ purpose: 'market' }] }),
    ]);
    expect(await purposes.current()).toEqual([{ purpose: 'market' }]);
    await log.append([policyActivated({ name: 'c', purposes: [] })]);
    expect(await Promise.all([purposes.current(), purposes.current()])).toEqual([[], []]);
  });

  it('given a policy that cannot be read, then the one before it holds', async () => {
    const log = new MemoryLog();
    await log.append([
      policyActivated({ name: 'a', purposes: [{ purpose: 'sales' }] }),
      { ...policyActivated({ name: 'b' }), data: '{}' },
    ]);

    expect(await new FollowedPurposes(log).current()).toEqual([{ purpose: 'sales' }]);
  });
});
