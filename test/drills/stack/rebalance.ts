import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../chance.js';
import type { ServiceSlot } from './service-slot.js';
import type { StackDrill } from './stack-drill.js';
import type { StackTrial } from './stack-trial.js';

const workers = 4;
const betweenMs = 1_500;
/** Share of those who leave that do so without a word, and of the moves after which it is waited until all is dealt. */
const withoutWord = 0.3;
const inPeace = 0.6;
/** Who lives on what workers tell, and is killed among it. */
const followers = ['alerting-1', 'outreach'];

/**
 * Lets workers join and leave under load, in order and without a word, one after the other and into each other.
 * @param moves workers that join or leave in one round
 */
export function rebalanceDrill(moves = 12): StackDrill {
  return {
    name: 'rebalance',
    rounds: 5,
    needs: { workers },
    torment: async (trial, rounds) => {
      const load = trial.load().start();
      for (let round = 1; round <= rounds; round++) {
        const before = trial.group.rebalances;
        const made = await movesOf(trial, moves);
        trial.settings.say(`round ${round}: ${made.join(', ')}; ${trial.group.rebalances - before} rebalances seen`);
      }
      await asBefore(trial);
      await load.stop();
      return [load];
    },
  };
}

async function movesOf(trial: StackTrial, moves: number): Promise<string[]> {
  const { chance } = trial;
  const made: string[] = [];
  const back: Promise<unknown>[] = [];
  for (let n = 0; n < moves; n++) {
    const follower = followers[n];
    if (follower !== undefined) {
      await trial.slot(follower).kill();
      back.push(trial.slot(follower).start());
      made.push(`${follower} killed`);
    }
    made.push(await move(trial, chance));
    if (chance.happens(inPeace)) await settled(trial);
    else await pause(chance.next() * betweenMs);
  }
  await Promise.all(back);
  await settled(trial);
  return made;
}

/** The first two are at work, and nobody else. */
async function asBefore(trial: StackTrial): Promise<void> {
  for (const [i, slot] of trial.workers.entries()) {
    if (i < 2 && !slot.isRunning) await slot.start();
    if (i >= 2) await slot.terminate();
  }
  await settled(trial);
}

/** Somebody joins or leaves, so that there is always one and seldom all. */
async function move(trial: StackTrial, chance: Chance): Promise<string> {
  const there = trial.workers.filter(({ isRunning }) => isRunning);
  const free = trial.workers.filter(({ isRunning }) => !isRunning);
  if (free.length > 0 && (there.length === 1 || chance.happens(0.5))) return join(chance.oneOf(free), chance);
  const slot = chance.oneOf(there);
  if (chance.happens(withoutWord)) {
    await slot.kill();
    return `${slot.name} killed`;
  }
  const hasServed = slot.process?.hasServed === true;
  const ended = await slot.terminate();
  // Whoever is asked before they can listen is ended by the system, with nothing in hand.
  const isInOrder = ended?.code === 0 || (!hasServed && ended?.signal === 'SIGTERM');
  if (!isInOrder) trial.findings.push(`asked to leave, ${slot.name} ended with ${ended?.code ?? ended?.signal}`);
  return `${slot.name} left in ${Math.round(ended?.ms ?? 0)} ms`;
}

/** Sometimes it is not waited for: others move while it comes. */
async function join(slot: ServiceSlot, chance: Chance): Promise<string> {
  const coming = slot.begin();
  if (chance.happens(0.7)) await coming.ready();
  return `${slot.name} joined`;
}

async function settled(trial: StackTrial): Promise<void> {
  if (!(await trial.whole(60_000))) trial.findings.push('the workers did not come to share the partitions within 60 s');
}
