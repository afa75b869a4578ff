import { Failure } from '@vilfredo/event-sourcing';

/** What a caller may ask of the list. */
export interface CallQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly agent?: string;
  /** Also those whom nobody owns; only those when no agent is named. */
  readonly unowned: boolean;
}

type QueryText = Readonly<Record<string, string | undefined>>;

/** @throws Failure `invalid` naming the parameter */
export function readCallQuery(query: QueryText): CallQuery {
  const { agent, unowned = 'false' } = query;
  if (agent !== undefined && (agent.length < 1 || agent.length > 100)) {
    throw new Failure('invalid', 'must have 1 to 100 characters', { field: 'agent' });
  }
  if (unowned !== 'true' && unowned !== 'false') {
    throw new Failure('invalid', 'must be true or false', { field: 'unowned' });
  }
  return { ...readPage(query), ...(agent === undefined ? {} : { agent }), unowned: unowned === 'true' };
}

/** 100 at once when nothing is said. @throws Failure `invalid` naming the parameter */
export function readPage({ limit, cursor }: QueryText): { limit: number; cursor?: string } {
  const most = limit === undefined || limit === '' ? 100 : Number(limit);
  if (!Number.isInteger(most) || most < 1 || most > 1_000) {
    throw new Failure('invalid', 'must be a whole number from 1 to 1000', { field: 'limit' });
  }
  return { limit: most, ...(cursor === undefined || cursor === '' ? {} : { cursor }) };
}
