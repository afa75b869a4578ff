import type { EventToAppend, StoredEvent } from '@vilfredo/event-sourcing';
import { runningFrom, type TemporaryDeploymentOptions, temporaryDeployment } from '../temporary-deployment.js';

/** The policy and the cut-offs that the product itself takes when all of this has happened. */
export async function governanceOver(
  events: readonly EventToAppend[],
  until: number,
  epochs: TemporaryDeploymentOptions['epochs'] = 'on-request',
): Promise<readonly EventToAppend[]> {
  const { deployment, build, dispose } = await temporaryDeployment({ clock: runningFrom(until), epochs });
  try {
    await build(events);
    const page = await deployment.log.read({ topics: ['governance'], limit: 10_000 });
    return page.events.map(asAppended);
  } finally {
    await dispose();
  }
}

function asAppended({ recordedat: _, partition: __, offset: ___, ...event }: StoredEvent): EventToAppend {
  return event;
}
