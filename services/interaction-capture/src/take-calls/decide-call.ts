import { compileCondition, type RowRefusal } from '@vilfredo/row-files';
import { type CallLeg, mergeLegs } from './call-leg.js';

/** One record in the shape of the intake. */
type Intake = Readonly<Record<string, unknown>>;

/** Tells the enterprise's own numbers from others. */
export type IsOwn = (number: string) => boolean;

const withheld = /^(anonymous|private|restricted|unavailable|unknown|withheld)$/i;

/** @param patterns regular expressions; undefined without any: then direction must be told with each call */
export function ownNumbers(patterns: readonly string[]): IsOwn | undefined {
  if (patterns.length === 0) return undefined;
  const tests = patterns.map((matches) => compileCondition({ matches }));
  return (number) => tests.some((fits) => fits(number));
}

/**
 * Makes a contact of a call, or an attempt of one that we made and nobody answered. An incoming call that was not
 * answered is a contact of no duration: a lost call. Identity is (source, the call's id).
 * @param legs of one call, at least one
 */
export function decideCall(legs: readonly CallLeg[], source: string, isOwn: IsOwn | undefined): Intake | RowRefusal {
  const { call, transferred } = mergeLegs(legs);
  const direction = directionOf(call, isOwn);
  if (direction === undefined) return refuse('direction', 'unknownDirection');
  if (direction === 'internal') return refuse('', 'internalCall');
  const who = whoOf(call, direction);
  if ('reason' in who) return who;
  const { callId, at, result, purpose, issueId } = call;
  const agentId = direction === 'in' ? call.calledAgentId : call.callingAgentId;
  if (direction === 'out' && result !== 'answered') {
    const attempt = { kind: 'attempt', source, attemptId: callId, ...who, channel: 'phone', result: 'no-answer', at };
    return { ...attempt, ...(agentId !== undefined && { agentId }) };
  }
  const lost = result !== 'answered';
  return {
    source,
    interactionId: callId,
    ...who,
    channel: 'phone',
    direction,
    at,
    durationSeconds: lost ? 0 : call.talkSeconds,
    ...(purpose !== undefined && { purpose }),
    ...(!lost && agentId !== undefined && { agentId }),
    ...(issueId !== undefined && { issueId }),
    ...(transferred && { transferred }),
  };
}

/** Who calls from a number that is not ours can only have called us, whatever number of ours they dialled. */
function directionOf({ direction, from, to }: CallLeg, isOwn: IsOwn | undefined): CallLeg['direction'] {
  if (direction !== undefined || isOwn === undefined) return direction;
  if (!isOwn(from)) return 'in';
  return isOwn(to) ? 'internal' : 'out';
}

function whoOf({ customerId, from, to }: CallLeg, direction: 'in' | 'out'): Intake | RowRefusal {
  if (customerId !== undefined) return { customerId };
  const [field, dialled] = direction === 'in' ? ['from', from] : ['to', to];
  if (dialled === '' || withheld.test(dialled)) return refuse(field, 'withheldNumber');
  const value = dialled.replace(/^sips?:/i, '').replace(/@.*$/, '');
  const digits = value.replace(/\D/g, '').length;
  return digits >= 3 && value.length <= 40 ? { contactPoint: { kind: 'phone', value } } : refuse(field, 'noNumber');
}

function refuse(field: string, reason: string): RowRefusal {
  return { field, reason };
}
