import type { RepeatedDefect } from '@vilfredo/event-sourcing';
import type { ServiceParts } from './service.module.js';

const what = 'a defect hits one customer after the other: the process ends';
const goOn =
  'roll back or mend it and start again: what is parked is then tried again by itself, and nothing of the log is left out';

/**
 * What a process does when a service in it has stopped for a defect: says in one line what repeats, is not ready any
 * more, and ends in order with code 1. Nothing of what an event says is told, and nothing about whom.
 */
export function stopForDefect(
  service: string,
  { log, readiness, shutdown }: Pick<ServiceParts, 'log' | 'readiness' | 'shutdown'>,
): (defect: RepeatedDefect) => void {
  return ({ report }) => {
    const { hit, of, reason, place, positions } = report;
    log.for(service).error(what, { error: reason, place, hit, ofLast: of, first: positions.join(' '), goOn });
    readiness.register(service, () => 'stopped for a defect that repeats');
    void shutdown.fail(`${service} stopped for a defect`);
  };
}
