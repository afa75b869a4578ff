import { setTimeout as pause } from 'node:timers/promises';
import type { NetworkProxy } from '../../network-proxy/start-proxy.js';
import type { Stream, Toxic } from '../../network-proxy/toxics.js';
import type { Chance } from '../chance.js';
import type { StackDrill } from './stack-drill.js';
import type { StackTrial } from './stack-trial.js';

const betweenMs = 1_500;
const shortestMs = 500;
const longestMs = 4_000;
const names = ['broker', 'database'];

/** What a network may do to what services and servers say to each other; each from chance. */
const toxics: readonly ((chance: Chance, stream: Stream) => Toxic)[] = [
  (chance, stream) => ({ type: 'latency', stream, latency: 20 + chance.below(300), jitter: chance.below(20) }),
  (chance, stream) => ({ type: 'bandwidth', stream, rate: 20 + chance.below(200) }),
  (chance, stream) => ({
    type: 'slicer',
    stream,
    average_size: 20 + chance.below(200),
    size_variation: 10,
    delay: 500,
  }),
  (chance, stream) => ({ type: 'timeout', stream, timeout: 1 + chance.below(2_000), toxicity: 0.7 }),
  (chance, stream) => ({ type: 'reset_peer', stream, timeout: chance.below(300), toxicity: 0.7 }),
  (chance, stream) => ({ type: 'limit_data', stream, bytes: chance.below(100_000), toxicity: 0.7 }),
];
/** These swallow what is on its way: the connection is of no use afterwards. */
const swallowing: readonly string[] = ['timeout', 'reset_peer', 'limit_data'];

/**
 * Delays, slices, throttles, resets and cuts what services say to the broker and the database, and what these answer.
 * @param faults of one round
 */
export function networkDrill(faults = 6): StackDrill {
  return {
    name: 'network',
    rounds: 5,
    needs: { isProxied: true },
    torment: async (trial, rounds) => {
      const load = trial.load().start();
      for (let round = 1; round <= rounds; round++) {
        const done: string[] = [];
        for (let n = 0; n < faults; n++) done.push(await fault(trial));
        if (!(await trial.whole())) trial.findings.push('the workers did not come back after the network did');
        trial.settings.say(`round ${round}: ${done.join(', ')}; 503 for ${load.calls.unavailable} calls so far`);
      }
      await load.stop();
      return [load];
    },
  };
}

async function fault({ chance, servers }: StackTrial): Promise<string> {
  await pause(chance.next() * betweenMs);
  const which = chance.below(servers.proxies.length);
  const ms = shortestMs + chance.next() * (longestMs - shortestMs);
  const done = await afflict(servers.proxies[which]!, chance, ms);
  return `${done} before the ${names[which]} for ${Math.round(ms)} ms`;
}

async function afflict(proxy: NetworkProxy, chance: Chance, ms: number): Promise<string> {
  if (chance.happens(0.25)) {
    await proxy.cut();
    await pause(ms);
    await proxy.mend();
    return 'cut';
  }
  const toxic = chance.oneOf(toxics)(chance, chance.happens(0.5) ? 'upstream' : 'downstream');
  const lift = proxy.add(toxic);
  await pause(ms);
  lift();
  if (swallowing.includes(toxic.type)) {
    await proxy.cut();
    await proxy.mend();
  }
  return toxic.type;
}
