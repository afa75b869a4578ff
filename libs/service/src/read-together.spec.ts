import { Failure } from '@vilfredo/event-sourcing';
import { readTogether } from './read-together.js';

const wrong = (message: string) => () => {
  throw new Failure('invalid', message);
};

describe('groups of settings read together', () => {
  it('given groups that are right, when they are read, then each is given by its name', async () => {
    const read = await readTogether({ port: () => 1, key: async () => 'k' });
    expect(read).toEqual({ port: 1, key: 'k' });
  });

  it('given several wrong groups, when they are read, then one message says all that is wrong, once', async () => {
    const reading = readTogether({
      own: wrong('wrong settings: A must be a number; B is missing'),
      key: async () => wrong('KEY must be 32 bytes')(),
      same: wrong('KEY must be 32 bytes'),
      right: () => 1,
      host: () => {
        throw new Failure('refused', 'serve on 127.0.0.1');
      },
    });
    await expect(reading).rejects.toMatchObject({
      kind: 'invalid',
      message: 'wrong settings: A must be a number; B is missing; KEY must be 32 bytes; serve on 127.0.0.1',
    });
  });

  it('given one wrong group, when they are read, then its failure stands as it is', async () => {
    const failure = new Failure('refused', 'serve on 127.0.0.1', { field: 'host' });
    await expect(readTogether({ host: () => Promise.reject(failure), port: () => 1 })).rejects.toBe(failure);
  });

  it('given a defect beside a wrong group, when they are read, then the defect is told', async () => {
    const reading = readTogether({ own: wrong('wrong settings: A'), broken: () => Promise.reject(new TypeError('x')) });
    await expect(reading).rejects.toThrow(TypeError);
  });
});
