import { describeWithStack, type TestStack } from '@vilfredo/local-stack';
import { fillWithDemo } from '@vilfredo/stack';
import { eventually, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { ConnectedSystems } from './connected-systems.js';
import { PersonalFinder } from './find-personal.js';
import { live, toldByHand, WatchedFolders } from './live-contacts.js';
import { NothingPersonal } from './nothing-personal.js';
import { personalTexts } from './personal-texts.js';
import { StackUnderTest } from './stack-under-test.js';
import { eachDocument, eachRecord } from './stored-on-the-stack.js';

const demo = { seed: 3, customers: 100 };
const patience = { timeout: 120_000, every: 250 };

describeWithStack('personal data of the demo enterprise, on services as processes of their own', (servers) => {
  let systems: ConnectedSystems;
  let stack: StackUnderTest;
  let folder: TemporaryFolder;
  let nothing: NothingPersonal;

  beforeAll(async () => {
    systems = await ConnectedSystems.open();
    folder = await temporaryFolder();
    const folders = await WatchedFolders.make(folder.path);
    const environment = { ...systems.environment, ...folders.environment, VILFREDO_LOG_LEVEL: 'debug' };
    stack = new StackUnderTest(servers(), environment);
    await stack.start(1);
    const until = new Date(stack.now).toISOString().slice(0, 10);
    nothing = new NothingPersonal(new PersonalFinder(personalTexts({ ...demo, until })));
    await fillWithDemo(stack.url, { ...demo, until });
    await live(stack, folders);
    await eventually(() => expect(stack.logs.join('\n')).toMatch(/a mail is refused[\s\S]*scans taken/), patience);
    await stack.quiet();
    await eventually(() => expect(systems.mails.length).toBeGreaterThan(5), patience);
    await eventually(() => expect(systems.webhooks.length).toBeGreaterThan(200), patience);
  }, 400_000);
  afterAll(async () => {
    await stack.dispose();
    await systems.close();
    await folder.dispose();
  }, 60_000);

  it('is readable in no record of the broker', async () => {
    const topics = await looked(eachRecord, servers());
    expect(topics).toEqual(expect.arrayContaining(['customers', 'orders', 'interactions', 'scores', 'alerts']));
  }, 120_000);

  it('is readable in no document of the database', async () => {
    const collections = await looked(eachDocument, servers());
    expect(collections).toEqual(expect.arrayContaining(['customers', 'contact-points', 'vault-keys']));
  }, 120_000);

  it('is in no webhook and in no mail', () => {
    nothing.inWhatWasSent(systems);
  });

  it('is in nothing that the deployment answers', async () => {
    await nothing.inAnswersOf(stack, 300, ['/recalls']);
  }, 180_000);

  it('is in none of the lines that any service has logged, of whatever level', () => {
    const lines = stack.logs.join('\n');
    expect(lines).toMatch(/"level":"debug"/);
    nothing.in('log', lines);
  });

  /** Looks at everything; the customer told by hand is in it, under the name by which the log knows them. */
  async function looked(each: typeof eachRecord | typeof eachDocument, at: TestStack): Promise<string[]> {
    const places = new Set<string>();
    let known = 0;
    const seen = await each(at, stack.prefix, (place: string, content: Buffer | string) => {
      places.add(place.replace(stack.prefix, ''));
      if (content.includes(toldByHand)) known += 1;
      nothing.in(place, content);
    });
    expect(seen).toBeGreaterThan(500);
    expect(known).toBeGreaterThan(3);
    return [...places];
  }
});
