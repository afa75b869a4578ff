import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { demoContacts, demoEnterprise, isInteraction, isRegistration, personOf } from '@vilfredo/all-in-one';
import { eventually, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { ConnectedSystems } from './connected-systems.js';
import { PersonalFinder } from './find-personal.js';
import { live, toldByHand, WatchedFolders } from './live-contacts.js';
import { NothingPersonal } from './nothing-personal.js';
import { passerBy, personalTexts } from './personal-texts.js';
import { RunningServer } from './running-server.js';

const demo = { seed: 1, customers: 300 };
const patience = { timeout: 90_000, every: 200 };

describe('personal data of the demo enterprise', () => {
  let systems: ConnectedSystems;
  let server: RunningServer;
  let results: TemporaryFolder;
  let finder: PersonalFinder;
  let nothing: NothingPersonal;
  let day: string;

  beforeAll(async () => {
    systems = await ConnectedSystems.open();
    results = await temporaryFolder();
    const folders = await WatchedFolders.make(results.path);
    server = await RunningServer.prepare({
      ...systems.environment,
      ...folders.environment,
      VILFREDO_DEMO_CUSTOMERS: String(demo.customers),
      VILFREDO_LOG_LEVEL: 'debug',
    });
    day = new Date(server.now).toISOString().slice(0, 10);
    await server.start('--demo');
    finder = new PersonalFinder(personalTexts({ ...demo, until: day }));
    nothing = new NothingPersonal(finder);
    await live(server, folders);
    await eventually(() => expect(server.written).toMatch(/a mail is refused[\s\S]*scans taken/), patience);
    await eventually(() => expect(systems.mails.length).toBeGreaterThan(10), patience);
    await eventually(() => expect(systems.webhooks.length).toBeGreaterThan(500), patience);
    await server.quiet();
  }, 240_000);
  afterAll(async () => {
    await server.dispose();
    await systems.close();
    await results.dispose();
  });

  it('is found by the search wherever it stands', () => {
    const { name, email, address } = personOf(demo.seed, 6);
    const escaped = JSON.stringify({ a: passerBy.name }).replace('Ü', '\\u00dc');
    const forms = [
      name,
      `x${email.value}`,
      address.value,
      `--${passerBy.name}--`,
      escaped,
      encodeURIComponent(passerBy.text),
    ];
    const encoded = [0, 1, 2].map((n) => Buffer.from(`${'-'.repeat(n)}${passerBy.text}!`).toString('base64'));
    const odd = [Buffer.from(passerBy.name, 'utf16le'), Buffer.from(passerBy.name, 'latin1')];
    for (const form of [...forms, ...encoded, ...odd]) expect(finder.in(Buffer.from(form as string))).not.toEqual([]);
    expect(finder.in(Buffer.from('Nobody of that name, +4930231250, anna@example.org'))).toEqual([]);
  });

  it('is in what was told, and so would be found', async () => {
    const contacts = demoContacts({ ...demo, until: day });
    expect(contacts.filter((contact) => finder.in(Buffer.from(JSON.stringify(contact))).length > 0).length).toBe(
      contacts.filter((contact) => isRegistration(contact) || (isInteraction(contact) && 'text' in contact)).length,
    );
    const items = await server.all<{ type: string; data: { sealed?: string; channel?: string } }>(
      `/customers/${toldByHand}/timeline`,
    );
    expect(new Set(items.flatMap(({ data }) => data.channel ?? []))).toEqual(new Set(['phone', 'email', 'mail']));
    const sealed = items.filter(({ data }) => data.sealed !== undefined).map(({ type }) => type);
    expect(new Set(sealed)).toEqual(new Set(['CustomerRegistered', 'ContactPointLinked', 'InteractionRecorded']));
  });

  it('is in no webhook and in no mail', () => {
    nothing.inWhatWasSent(systems);
  });

  it('is in nothing that the deployment answers', async () => {
    await nothing.inAnswersOf(server, 1_000);
  }, 180_000);

  it('is in nothing that a score of the same facts writes', async () => {
    const facts = `${results.path}/facts.ndjson`;
    const told = [...demoEnterprise({ ...demo, until: day }), ...demoContacts({ ...demo, until: day })];
    await writeFile(facts, told.map((fact) => JSON.stringify(fact)).join('\n'));
    const program = fileURLToPath(new URL('../../services/cli/dist/main.js', import.meta.url));
    const out = `${results.path}/out`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, 'score', facts, '--out', out]);
    nothing.in('output', `${stdout}\n${stderr}`);
    const files = await readdir(out);
    expect(files).toEqual(expect.arrayContaining(['changes.ndjson', 'customers.ndjson', 'report.html']));
    for (const file of files) nothing.in(file, await readFile(join(out, file)));
  }, 180_000);

  it('is readable in no byte of the data folder, while it is served and afterwards', async () => {
    await expectNoneIn(server.folder);
    await server.stop();
    await expectNoneIn(server.folder);
  }, 120_000);

  it('is in none of the lines that the service has logged, of whatever level', () => {
    expect(server.written).toMatch(/"level":"debug"/);
    nothing.in('log', server.written);
  });

  async function expectNoneIn(folder: string): Promise<void> {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    expect(names.map((name) => name.slice(folder.length + 1))).toEqual(expect.arrayContaining(['log.db', 'views.db']));
    for (const name of names) nothing.in(name.slice(folder.length + 1), await readFile(name));
  }
});
