import { connectOnce } from './connect-once.js';

describe('a pool of connections to a broker', () => {
  const pool = () => {
    const begun: { readonly index: number; readonly settle: PromiseWithResolvers<string> }[] = [];
    const getConnection = (index = 0): Promise<unknown> => {
      const settle = Promise.withResolvers<string>();
      begun.push({ index, settle });
      return settle.promise;
    };
    return { begun, getConnection };
  };

  it('given requests that come while a connection is opened, when it is open, then all of them have it', async () => {
    const own = pool();
    connectOnce(own);
    connectOnce(own);
    const waiting = [own.getConnection(1), own.getConnection(1), own.getConnection()];

    for (const { index, settle } of own.begun) settle.resolve(`connection ${index}`);

    expect(await Promise.all(waiting)).toEqual(['connection 1', 'connection 1', 'connection 0']);
    expect(own.begun).toHaveLength(2);
  });

  it('given one that could not be opened, when a request comes later, then it is tried again', async () => {
    const own = pool();
    connectOnce(own);
    const waiting = [own.getConnection(), own.getConnection()];
    own.begun[0]!.settle.reject(new Error('refused'));
    expect(await Promise.allSettled(waiting)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);

    const again = own.getConnection();
    own.begun[1]!.settle.resolve('connection');

    expect(await again).toBe('connection');
  });
});
