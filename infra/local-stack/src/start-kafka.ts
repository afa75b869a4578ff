import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache-folder.js';
import { freePort, portToServe } from './free-port.js';
import { jarsOf, type Library, runProgram } from './java-programs.js';
import { JavaServer } from './java-server.js';
import { kafkaAnswers } from './kafka-answers.js';
import { kafkaSettings } from './kafka-settings.js';
import { currentKafka, type KafkaVersion } from './kafka-versions.js';
import { type LocalServer, localServer, newServerFolder } from './local-server.js';

export interface KafkaOptions {
  /** 4.1.0 when not given. */
  readonly version?: KafkaVersion;
  /** A free one when not given. */
  readonly port?: number;
  /** Where clients are told to find it, when something stands between. */
  readonly advertisedPort?: number;
  /** Kept at the end; when not given, a temporary folder that `stop` removes. */
  readonly dataFolder?: string;
}

export interface LocalBroker extends LocalServer {
  readonly version: KafkaVersion;
  readonly brokers: readonly string[];
}

/** Any one will do, as long as a data folder and its node agree on it. */
const clusterId = 'vilfredo-local-stack00';

/**
 * Starts a Kafka broker of one node on 127.0.0.1, with at most 512 MB of heap. Resolves when topics can be made and
 * groups can be joined. What it prints is in `server.txt` in its data folder.
 * @throws Failure `unavailable` when Java or Maven is missing, or it does not come up
 */
export async function startKafka(options: KafkaOptions = {}): Promise<LocalBroker> {
  const { version = currentKafka } = options;
  const port = await portToServe(options.port);
  const classPath = await kafkaJars(version);
  const folder = options.dataFolder ?? (await newServerFolder('kafka'));
  const settingsFile = await prepareFolder(folder, { port, advertisedPort: options.advertisedPort ?? port, version });
  const brokers = [`127.0.0.1:${port}`];
  const temporaryFolder = options.dataFolder === undefined ? folder : undefined;
  const server = await JavaServer.start({
    name: `Kafka ${version}`,
    classPath,
    options: ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
    mainClass: 'kafka.Kafka',
    parameters: [settingsFile],
    logFile: join(folder, 'server.txt'),
    temporaryFolder,
    answers: () => kafkaAnswers(brokers),
  });
  return Object.assign(localServer(server, temporaryFolder), { version, brokers });
}

function kafkaJars(version: KafkaVersion): Promise<string> {
  const libraries: Library[] = [`org.apache.kafka:kafka_2.13:${version}`, 'org.slf4j:slf4j-simple:1.7.36'];
  return jarsOf(`kafka-${version}`, libraries);
}

/** Puts settings into a server's folder, and an empty log when it has none. @returns the file of settings */
async function prepareFolder(
  folder: string,
  { port, advertisedPort, version }: { port: number; advertisedPort: number; version: KafkaVersion },
): Promise<string> {
  const [settingsFile, logFolder] = [join(folder, 'server.properties'), join(folder, 'log')];
  await mkdir(folder, { recursive: true });
  await writeFile(settingsFile, kafkaSettings({ port, advertisedPort, controllerPort: await freePort(), logFolder }));
  if (!existsSync(logFolder)) await cp(join(await emptyLog(version), 'log'), logFolder, { recursive: true });
  return settingsFile;
}

/** A formatted log is the same wherever it lies: it is made once, because that takes a third of a start. */
function emptyLog(version: KafkaVersion): Promise<string> {
  return cached(`kafka-${version}-empty-log`, async (folder) => {
    const settingsFile = join(folder, 'server.properties');
    const settings = kafkaSettings({
      port: 9092,
      advertisedPort: 9092,
      controllerPort: 9093,
      logFolder: join(folder, 'log'),
    });
    await writeFile(settingsFile, settings);
    const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settingsFile];
    await runProgram('java', ['-cp', await kafkaJars(version), ...format], folder);
  });
}
