export const callResults = ['answered', 'no-answer', 'busy', 'failed'] as const;
export type CallResult = (typeof callResults)[number];

/** What a telephone system says about a call or, where it was passed on or rang in several places, a part of it. */
export interface CallLeg {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly result: CallResult;
  /** From the answer to the end. */
  readonly talkSeconds: number;
  /** Where the system says it itself. */
  readonly direction?: 'in' | 'out' | 'internal';
  /** Whose telephone called, and whose was called, where these are agents of ours. */
  readonly callingAgentId?: string;
  readonly calledAgentId?: string;
  readonly customerId?: string;
  readonly purpose?: string;
  readonly issueId?: string;
}

/**
 * The legs of one call as one: who called whom and when as the first says, answered when one of them was, talked for as
 * long as all of them together; the last who talked is the agent.
 * @param legs of one call, at least one, in the order told
 */
export function mergeLegs(legs: readonly CallLeg[]): { readonly call: CallLeg; readonly transferred: boolean } {
  const [first, ...others] = [...legs].sort((one, other) => beginning(one) - beginning(other)) as [
    CallLeg,
    ...CallLeg[],
  ];
  if (others.length === 0) return { call: first, transferred: false };
  const talked = [first, ...others].filter(({ result }) => result === 'answered');
  const agents = new Set(talked.map(({ calledAgentId }) => calledAgentId).filter((agent) => agent !== undefined));
  const calledAgentId = [...agents].at(-1);
  const seconds = talked.reduce((sum, { talkSeconds }) => sum + talkSeconds, 0);
  return {
    call: {
      ...first,
      result: talked.length > 0 ? 'answered' : first.result,
      talkSeconds: seconds,
      ...(calledAgentId !== undefined && { calledAgentId }),
    },
    transferred: agents.size > 1,
  };
}

/** Unreadable times keep their place. */
function beginning({ at }: CallLeg): number {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? 0 : ms;
}
