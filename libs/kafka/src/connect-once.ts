/** What kafkajs keeps its connections to one broker in: one for fetching, one for all else. Its types leave it out. */
export interface ConnectionPool {
  getConnection(index?: number): Promise<unknown>;
}

const known = new WeakSet<ConnectionPool>();

/**
 * Has requests that find no connection wait for the one that is being opened. kafkajs opens one for each of them, uses the
 * last, and leaves the others open for good.
 */
export function connectOnce(pool: ConnectionPool): void {
  if (known.has(pool)) return;
  known.add(pool);
  const connect = pool.getConnection.bind(pool);
  const opening = new Map<number, Promise<unknown>>();
  pool.getConnection = (index = 0) => {
    const waited = opening.get(index);
    if (waited !== undefined) return waited;
    const connection = connect(index).finally(() => opening.delete(index));
    opening.set(index, connection);
    return connection;
  };
}
