import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { readConfig } from './config.js';

describe('the settings of a deployment in one process', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.dispose());

  const complaintOf = (args: readonly string[], env: Record<string, string>) =>
    readConfig(args, env).then(
      () => '',
      ({ message }: Error) => message,
    );

  it('given nothing, when they are read, then the defaults stand and nothing is made', async () => {
    const data = join(folder.path, 'data');
    const { settings, sources, edges, delivery } = await readConfig(['--data', data], {});
    expect(settings).toMatchObject({ data, port: 8080 });
    expect([sources.mailboxes, edges.callMappings, delivery.receivers]).toEqual([[], [], []]);
  });

  it('given wrong ones of every service, when they are read, then one message names each, and no value', async () => {
    const surveys = join(folder.path, 'surveys.json');
    const poll = { scheme: 'standard-webhooks', secretFile: 'sesame.secret' };
    await writeFile(surveys, JSON.stringify({ poll: { ...poll, fields: {} }, quiz: { scheme: 'shouting' } }));
    const complaint = await complaintOf(['--clock', 'yesterday', '--host', '0.0.0.0'], {
      VILFREDO_LOG_LEVEL: 'shouting',
      VILFREDO_COUNTRY: 'Atlantis',
      VILFREDO_MASTER_KEY: 'sesame',
      VILFREDO_MAIL: join(folder.path, 'nowhere.json'),
      VILFREDO_LETTERS_TIME_ZONE: 'Mars/Base',
      VILFREDO_CALLS: folder.path,
      VILFREDO_SURVEYS: surveys,
      VILFREDO_RECEIVERS: join(folder.path, 'no.json'),
      VILFREDO_PUBLIC_URL: 'sesame',
      VILFREDO_ALLOW_PRIVATE_TARGETS: 'perhaps',
    });
    const named = ['--clock', '--host', 'LOG_LEVEL', 'COUNTRY', 'MASTER_KEY', 'MAIL', 'LETTERS_TIME_ZONE', 'CALLS'];
    const alsoNamed = ['surveys.poll', 'surveys.quiz', 'RECEIVERS', 'PUBLIC_URL', 'ALLOW_PRIVATE_TARGETS'];
    for (const name of [...named, ...alsoNamed]) expect(complaint).toContain(name);
    expect(complaint).not.toMatch(/yesterday|shouting|Atlantis|sesame|Mars|nowhere|no\.json|perhaps/);
    expect(complaint.match(/wrong settings/g)).toHaveLength(1);
  });

  it('given a kept key that others can read beside a wrong setting, when they are read, then both are told', async () => {
    const data = join(folder.path, 'data');
    await mkdir(data);
    await writeFile(join(data, 'vault.key'), Buffer.alloc(32).toString('base64'));
    await chmod(join(data, 'vault.key'), 0o644);
    const complaint = await complaintOf(['--data', data], { VILFREDO_PORT: 'x' });
    expect(complaint).toMatch(/VILFREDO_PORT .*vault\.key .*chmod 600/);
  });
});
