import { type Deployment, openDeployment } from '@vilfredo/all-in-one';
import type { Clock, EventToAppend } from '@vilfredo/event-sourcing';
import { defaultPolicy } from '@vilfredo/scoring';
import { temporaryFolder } from '@vilfredo/testing';
import { Countdown } from './countdown.js';
import { inChunks } from './demo-log.js';

/** Events appended at once: what an import appends. */
export const chunkSize = 500;

/** A clock that stands at `start` (epoch ms) now and runs on. */
export function runningFrom(start: number): Clock {
  const begun = performance.now();
  return () => Math.floor(start + performance.now() - begun);
}

export interface TemporaryDeployment {
  readonly deployment: Deployment;
  /** Appends what has happened before, folds it and takes cut-offs. To be called first. */
  build(events: Iterable<EventToAppend>): Promise<void>;
  /** Appends chunk after chunk while the subscription folds them. @returns seconds until the last one is published */
  process(events: readonly EventToAppend[]): Promise<number>;
  dispose(): Promise<void>;
}

export interface TemporaryDeploymentOptions {
  readonly clock: Clock;
  /** Whether cut-offs are recorded as the book moves, or only when somebody settles. */
  readonly epochs: 'by-itself' | 'on-request';
}

const onRequest = { everyHours: 8_784, movedShare: 1, atLeastSecondsApart: 86_400 };

/** A deployment on the embedded adapters over a folder of its own. */
export async function temporaryDeployment(options: TemporaryDeploymentOptions): Promise<TemporaryDeployment> {
  const folder = await temporaryFolder();
  const countdown = new Countdown();
  const deployment = await openDeployment({
    folder: folder.path,
    now: options.clock,
    policy: options.epochs === 'by-itself' ? defaultPolicy : { ...defaultPolicy, epochs: onRequest },
    scoring: 'when-settled',
    observe: {
      folded: ({ events }) => {
        countdown.count(events.filter(({ topic }) => topic === 'orders').length);
      },
      failed: (error) => {
        throw error;
      },
    },
  });
  const append = async (events: Iterable<EventToAppend>) => {
    for (const chunk of inChunks(events, chunkSize)) await deployment.log.append(chunk);
  };
  return {
    deployment,
    build: async (events) => {
      await append(events);
      await deployment.settle();
    },
    process: async (events) => {
      const begun = performance.now();
      const folded = countdown.from(events.length);
      await append(events);
      await folded;
      return (performance.now() - begun) / 1_000;
    },
    dispose: async () => {
      await deployment.close();
      await folder.dispose();
    },
  };
}
