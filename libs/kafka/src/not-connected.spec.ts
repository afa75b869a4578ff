import { createRequire } from 'node:module';
import { isFinal } from './cluster-access.js';
import { isWorthRestarting } from './consumer-keeper.js';

interface Asked {
  metadata(topics: string[]): Promise<unknown>;
}

const Broker = createRequire(import.meta.url)('kafkajs/src/broker') as new (made: object) => Asked;

describe('a broker that kafkajs is still connecting to', () => {
  const refusal = async (): Promise<Error> =>
    new Broker({ connectionPool: {}, logger: { namespace: () => ({}) } }).metadata([]).then(
      () => new Error('it answered'),
      (error: Error) => error,
    );

  it('given a request, when it is refused, then it is worth trying again', async () => {
    expect(isFinal(await refusal())).toBe(false);
  });

  it('given a consumer that fell over it, then that is worth starting again', async () => {
    expect(isWorthRestarting(await refusal())).toBe(true);
  });

  it('given any other error that nobody planned, then it is neither', () => {
    expect([isFinal(new Error('x')), isWorthRestarting(new Error('x'))]).toEqual([true, false]);
  });
});
