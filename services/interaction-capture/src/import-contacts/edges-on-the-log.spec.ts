import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Log } from '@vilfredo/service';
import { type Capturing, capturing, now } from '../../test/capturing.js';
import { type Serving, serving } from '../../test/serving.js';
import { answered, standardHeaders, surveys } from '../../test/surveys.js';
import { InteractionCaptureModule } from '../interaction-capture.module.js';
import { TakeCallsModule } from '../take-calls/take-calls.module.js';
import { ScanWatcher } from '../take-letters/scan-folder.watcher.js';
import { TakeSurveysModule } from '../take-surveys/take-surveys.module.js';
import { readContactMapping } from './contact-mapping.js';
import { importContacts } from './import-contacts.runner.js';

const example = (file: string) => readFile(new URL(`../../../../examples/${file}`, import.meta.url), 'utf8');
const caller = { kind: 'phone', value: '+442079460107' };

describe('every edge over one log', () => {
  let deployment: Capturing;
  let served: Serving;
  beforeEach(async () => {
    deployment = await capturing();
    const { intake } = deployment.capture;
    const mapping = readContactMapping(JSON.parse(await example('mappings/asterisk-cdr.json')));
    served = await serving(
      InteractionCaptureModule.register(deployment.capture),
      TakeCallsModule.register({ intake, mappings: [mapping] }),
      TakeSurveysModule.register({ intake, clock: () => now, surveys }),
    );
  });
  afterEach(async () => {
    await served.stop();
    await deployment.dispose();
  });

  const post = async (route: string, body: unknown, headers: Record<string, string> = {}) => {
    const type = { 'content-type': 'application/json' };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${served.url}${route}`, {
      method: 'POST',
      headers: { ...type, ...headers },
      body: text,
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const importing = async () => {
    const rows = (await example('contacts/asterisk-cdr.csv')).replaceAll('2026-10-', '2026-02-');
    const mapping = readContactMapping(JSON.parse(await example('mappings/asterisk-cdr.json')));
    const { intake } = deployment.capture;
    return importContacts({
      source: (async function* () {
        yield Buffer.from(rows);
      })(),
      mapping,
      intake,
    });
  };
  const told = async (type: string) => (await deployment.facts()).filter((fact) => fact.type === type);

  it('given a file of calls twice, then they are in the log once, by customer or prospect', async () => {
    expect(await importing()).toMatchObject({ read: 10, accepted: 8, duplicates: 0 });
    expect(await importing()).toMatchObject({ accepted: 0, duplicates: 8 });
    expect(await told('InteractionRecorded')).toHaveLength(4);
    expect(await told('ContactAttempted')).toHaveLength(2);
    expect(await told('CaseTransferred')).toHaveLength(1);
    expect(new Set((await told('InteractionRecorded')).map(({ subject }) => subject)).size).toBe(3);
  });

  it('given the same call by HTTP and its wrap-up later, then it is one call of one customer', async () => {
    await deployment.link('17850', 'phone', caller.value);
    await deployment.followed();
    await importing();
    const cdr = { source: 'asterisk', src: caller.value, dst: '4000', start: '2026-02-05 08:00:00', billsec: 182 };
    const again = { ...cdr, disposition: 'ANSWERED', uniqueid: '1759651200.1', dstchannel: 'PJSIP/101-00000002' };
    expect(await post('/call-records', again)).toMatchObject({ accepted: 0, duplicates: 1 });
    const wrapUp = { at: '2026-02-05T08:04:00Z', purpose: 'service', complaint: { severity: 2 } };
    expect(await post('/interactions/asterisk/1759651200.1/wrap-up', wrapUp)).toMatchObject({ accepted: 1 });
    const about = (await deployment.facts()).filter(
      ({ payload }) => (payload as { interactionId?: string }).interactionId === '1759651200.1',
    );
    expect(about.map(({ subject, type }) => `${subject} ${type}`)).toEqual([
      '17850 InteractionRecorded',
      '17850 InteractionClassified',
      '17850 CaseOpened',
    ]);
  });

  it('given a signed rating twice, then it is one rating', async () => {
    const body = JSON.stringify({ ...answered, answeredAt: '2026-02-28T10:00:00Z' });
    const headers = standardHeaders(body, { at: now });
    expect(await post('/surveys/poll', body, headers)).toMatchObject({ accepted: 1 });
    expect(await post('/surveys/poll', body, headers)).toMatchObject({ duplicates: 1 });
    expect(await told('SatisfactionRated')).toMatchObject([{ subject: '17850', payload: { answers: { overall: 4 } } }]);
  });

  it('given a scanned letter, then it counts when it was written, and nothing of the scan is in the log', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-scans-'));
    const note = { customerId: '17850', written: '2026-02-20', received: '2026-02-23', subject: 'Broken lamp' };
    await writeFile(path.join(folder, 'one.json'), JSON.stringify(note));
    await writeFile(path.join(folder, 'one.pdf'), '%PDF-1.7 words of the letter');
    const log = new Log({ service: 'trial', clock: () => now, write: () => undefined });
    const watcher = new ScanWatcher({
      folder,
      source: 'post-room',
      intake: deployment.capture.intake,
      log,
      everyMs: 5,
    });
    await watcher.start();
    for (let i = 0; i < 400 && (await told('InteractionRecorded')).length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await watcher.stop();
    expect(await told('InteractionRecorded')).toMatchObject([
      {
        subject: '17850',
        time: '2026-02-20T00:00:00.000Z',
        payload: { channel: 'mail', attachments: { count: 1, bytes: 28 } },
        content: { subject: 'Broken lamp' },
      },
    ]);
    expect(JSON.stringify(await deployment.events())).not.toMatch(/words of the letter|Broken lamp/);
    await rm(folder, { recursive: true });
  });
});
