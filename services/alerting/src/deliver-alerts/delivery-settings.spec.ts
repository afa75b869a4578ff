import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { secret } from '../../test/deliver-alerts/webhook-server.js';
import { readDeliverySettings } from './delivery-settings.config.js';

const hook = { name: 'crm', kind: 'webhook', url: 'https://crm.example.com/hook', secretEnv: 'CRM_SECRET' };
const mail = { name: 'leads', kind: 'email', to: ['lead@example.com'], at: 'daily 08:00' };
const mailEnv = { VILFREDO_SMTP_URL: 'smtps://user:hidden-word@mail.example.com', VILFREDO_MAIL_FROM: 'v@example.com' };

describe('settings of delivery', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.dispose());
  const read = async (receivers: unknown, env: Record<string, string> = {}) => {
    const file = join(folder.path, 'receivers.json');
    await writeFile(file, typeof receivers === 'string' ? receivers : JSON.stringify(receivers));
    return readDeliverySettings({ VILFREDO_RECEIVERS: file, CRM_SECRET: secret, ...mailEnv, ...env });
  };

  it('given nothing, tells nobody', () => {
    expect(readDeliverySettings({})).toEqual({ receivers: [], allowPrivateTargets: false });
  });

  it('reads webhooks and mail, with what is usual where nothing is said', async () => {
    const { receivers } = await read([hook, mail]);
    expect(receivers[0]).toMatchObject({ topics: ['alerts'], secrets: [Buffer.alloc(32, 7)] });
    expect(receivers[0]).toMatchObject({ types: expect.not.arrayContaining(['AlertNotified']) });
    expect(receivers[1]).toMatchObject({
      at: { every: 'day', hour: 8, minute: 0 },
      timeZone: 'UTC',
      severityFrom: 'info',
    });
  });

  it('reads several secrets from a file beside the settings', async () => {
    await writeFile(join(folder.path, 'crm.key'), `${secret}\n${secret}\n`);
    const { secretEnv: _, ...withoutEnv } = hook;
    const { receivers } = await read([{ ...withoutEnv, secretFile: 'crm.key' }]);
    expect(receivers[0]).toMatchObject({ secrets: [Buffer.alloc(32, 7), Buffer.alloc(32, 7)] });
  });

  it.each([
    [[{ ...hook, url: 'http://crm.example.com/' }], {}, '0.url: must begin with https://'],
    [[{ ...hook, url: 'https://2130706433/' }], {}, '0.url: must not be a private address'],
    [[{ ...hook, url: 'https://a:b@crm.example.com/' }], {}, '0.url: must be an address'],
    [[{ ...hook, topic: ['scores'] }], {}, '0.topic: is no field'],
    [[{ ...hook, topics: ['orders'] }], {}, '0.topics: must be a list of alerts, scores'],
    [[{ ...hook, types: ['TierChanged'] }], {}, '0.types: must be a list of AlertRaised'],
    [[hook, { ...mail, name: 'crm' }], {}, '1.name: is the name of another receiver'],
    [[{ ...hook, kind: 'pager' }], {}, '0.kind: must be webhook or email'],
    [[{ ...hook, secretFile: 'x' }], {}, '0.secretEnv: name the variable'],
    [[hook], { CRM_SECRET: '' }, '0.secretEnv: names nothing that can be read'],
    [[hook], { CRM_SECRET: 'whsec_c2hvcnQ=' }, '0.secretEnv: must hold secrets'],
    [[{ ...mail, to: ['nobody'] }], {}, '0.to: must be a list'],
    [[{ ...mail, at: 'daily 8' }], {}, '0.at: must be at-once, hourly, or daily'],
    [[{ ...mail, timeZone: 'Rome' }], {}, '0.timeZone: must be a zone'],
    [[{ ...mail, severityFrom: 'bad' }], {}, '0.severityFrom: must be one of'],
    [[mail], { VILFREDO_SMTP_URL: 'mail' }, 'VILFREDO_SMTP_URL must be an address'],
    [[mail], { VILFREDO_MAIL_FROM: '' }, 'VILFREDO_MAIL_FROM must be an e-mail address'],
    ['{', {}, 'names a file that is not JSON'],
    [{}, {}, 'must be a list of receivers'],
  ])('given %j and %j, says: %s', async (receivers, env, words) => {
    await expect(read(receivers, env)).rejects.toMatchObject({
      kind: 'invalid',
      reason: expect.stringContaining(words),
    });
  });

  it('names all that is wrong at once, and never a secret', async () => {
    const wrong = read(
      [
        { ...hook, url: 'ftp://x', types: [] },
        { ...mail, to: [] },
      ],
      { CRM_SECRET: 'hidden-word' },
    );
    const { reason } = (await wrong.catch((error: Error & { reason: string }) => error)) as { reason: string };
    expect(reason.split('; ')).toHaveLength(3);
    expect(reason).not.toContain('hidden-word');
    await expect(read([hook], { CRM_SECRET: 'hidden-word' })).rejects.toMatchObject({
      reason: expect.not.stringContaining('hidden'),
    });
  });

  it('given that private targets are allowed, takes plain HTTP to this machine', async () => {
    const env = { VILFREDO_ALLOW_PRIVATE_TARGETS: 'true' };
    const { receivers } = await read([{ ...hook, url: 'http://127.0.0.1:9/hook' }], env);
    expect(receivers).toHaveLength(1);
  });
});
