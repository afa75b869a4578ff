import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSurveys } from './surveys.config.js';

const secret = Buffer.alloc(32, 5);
const poll = {
  secretFile: 'poll.secret',
  fields: { customerId: 'customer.id', at: 'at', overall: 'stars' },
  scale: { min: 1, max: 5 },
};

describe('the settings of surveys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-surveys-'));
    await writeFile(path.join(folder, 'poll.secret'), `whsec_${secret.toString('base64')}\n`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const loaded = async (settings: unknown, env: Record<string, string> = {}) => {
    const file = path.join(folder, 'surveys.json');
    await writeFile(file, typeof settings === 'string' ? settings : JSON.stringify(settings));
    return loadSurveys(file, env);
  };

  it('given a file of secrets beside the settings, then they are read from it', async () => {
    const surveys = await loaded({ poll });
    expect(surveys.get('poll')).toMatchObject({ scheme: 'standard-webhooks', secrets: [secret], scale: poll.scale });
  });

  it('given an environment variable too, then each of its secrets may sign', async () => {
    const newer = Buffer.alloc(24, 6);
    const surveys = await loaded({ poll: { ...poll, secretEnv: 'POLL' } }, { POLL: newer.toString('base64') });
    expect(surveys.get('poll')?.secrets).toEqual([secret, newer]);
  });

  it.each([
    ['{', 'VILFREDO_SURVEYS: is not JSON'],
    [{ Poll: poll }, 'surveys.Poll: must be named in small letters'],
    [{ poll: { ...poll, secret: 'abc' } }, 'surveys.poll.secret: is not known'],
    [{ poll: { ...poll, secretFile: undefined } }, 'surveys.poll.secretFile: is missing'],
    [{ poll: { ...poll, secretFile: 'nowhere' } }, 'surveys.poll.secretFile: cannot be read (ENOENT)'],
    [{ poll: { ...poll, secretFile: undefined, secretEnv: 'UNSET' } }, 'surveys.poll.secretFile: holds no secret'],
    [{ poll: { ...poll, scheme: 'md5' } }, 'surveys.poll.scheme: must be one of'],
    [{ poll: { ...poll, scheme: 'x-signature' } }, 'surveys.poll.timestampField: belongs to x-signature'],
    [{ poll: { ...poll, timestampField: 'at' } }, 'surveys.poll.timestampField: belongs to x-signature'],
    [{ poll: { ...poll, scheme: 'x-signature', timestampField: 'at' } }, 'surveys.poll.fields.ratingId: is missing'],
    [{ poll: { ...poll, scale: { min: 5, max: 1 } } }, 'surveys.poll.scale: must hold numbers'],
    [{ poll: { ...poll, fields: { ...poll.fields, stars: 'x' } } }, 'surveys.poll.fields.stars: is not known'],
    [{ poll: { ...poll, fields: { ...poll.fields, at: '' } } }, 'surveys.poll.fields.at: must be a dotted path'],
    [{ poll: { ...poll, fields: { at: 'at', overall: 'x' } } }, 'surveys.poll.fields.customerId: is missing'],
    [{ poll: { ...poll, fields: { at: 'at', customerId: 'x' } } }, 'surveys.poll.fields.overall: is missing'],
  ])('given %j, then it is refused: %s', async (settings, message) => {
    await expect(loaded(settings)).rejects.toThrow(message);
  });

  it('given a secret that is too short, then it is refused without being named', async () => {
    await writeFile(path.join(folder, 'poll.secret'), 'whsec_c2hvcnQ=');
    const failed = await loaded({ poll }).catch((error: Error) => error.message);
    expect(failed).toContain('must hold secrets of 16 bytes or more');
    expect(failed).not.toContain('c2hvcnQ');
  });
});
