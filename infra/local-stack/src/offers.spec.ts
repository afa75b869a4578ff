import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestSettings, testSettings } from './config.js';
import { offersOf } from './offers.js';

const nothing: TestSettings = { ...testSettings({}), dockerHosts: [] };
const given = { brokers: ['b:9092'], databaseUrl: 'mongodb://d' };

describe('what tests can have', () => {
  let folder: string;
  let engine: Server;
  let dockerHosts: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vilfredo-engine-'));
    engine = createServer((request, response) => response.writeHead(request.url === '/_ping' ? 200 : 404).end('OK'));
    engine.listen(join(folder, 'docker.sock'));
    await once(engine, 'listening');
    dockerHosts = [`unix://${join(folder, 'nobody.sock')}`, `unix://${join(folder, 'docker.sock')}`];
  });
  afterEach(async () => {
    engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is first of all what the environment names', async () => {
    const environment = { origin: 'environment' };
    const settings = { ...nothing, ...given, dockerHosts };
    expect(await offersOf(settings, [])).toEqual({ broker: environment, database: environment });
  });

  it('is a container where an engine answers, for what the environment does not name', async () => {
    const docker = { origin: 'docker' };
    expect(await offersOf({ ...nothing, dockerHosts }, [])).toEqual({ broker: docker, database: docker });
    expect(await offersOf({ ...nothing, brokers: ['b:9092'], dockerHosts }, [])).toEqual({
      broker: { origin: 'environment' },
      database: docker,
    });
  });

  it('is the local stack where none answers', async () => {
    const stack = { origin: 'local stack' };
    const settings = { ...nothing, dockerHosts: ['unix:///nowhere/docker.sock', 'tcp://127.0.0.1:1'] };
    expect(await offersOf(settings, [])).toEqual({ broker: stack, database: stack });
  });

  it('is nothing, and why, where programs are missing', async () => {
    const { broker } = await offersOf(nothing, ['javac', 'mvn']);
    expect(broker).toEqual({
      skipped: 'no KAFKA_BROKERS, no Docker engine answers, and the local stack needs javac, mvn',
    });
  });
});

describe('settings of a test run', () => {
  it('are read from the environment', () => {
    const settings = testSettings({
      KAFKA_BROKERS: 'a:1, b:2',
      MONGODB_URL: 'mongodb://d',
      DOCKER_HOST: 'tcp://e:2375',
    });
    expect(settings).toMatchObject({
      brokers: ['a:1', 'b:2'],
      databaseUrl: 'mongodb://d',
      dockerHosts: ['tcp://e:2375'],
      serversOfRun: undefined,
    });
  });

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['', false],
  ])('take CI=%s for continuous integration: %s', (CI, expected) => {
    expect(testSettings({ CI }).isContinuousIntegration).toBe(expected);
  });
});
