import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache-folder.js';
import { freePort, portToServe } from './free-port.js';
import { runProgram } from './java-programs.js';
import { formatLog, kafkaJars, startNode } from './kafka-node.js';
import { type KafkaSecurity, type ScramMechanism, type SecurePorts, securitySettings } from './kafka-security.js';
import { type KafkaPlace, kafkaSettings } from './kafka-settings.js';
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
  /** Listens in TLS, too, as this says; then `secure` tells where. */
  readonly security?: KafkaSecurity;
}

export interface LocalBroker extends LocalServer {
  readonly version: KafkaVersion;
  readonly brokers: readonly string[];
  /** Where it listens in TLS. */
  readonly secure: SecurePorts | undefined;
  /** Gives a user a password for SCRAM, or another one in its place. */
  setPassword(user: string, password: string, mechanism: ScramMechanism): Promise<void>;
}

/**
 * Starts a Kafka broker of one node on 127.0.0.1, see `startNode`.
 * @throws Failure `unavailable` when Java or Maven is missing, or it does not come up
 */
export async function startKafka(options: KafkaOptions = {}): Promise<LocalBroker> {
  const { version = currentKafka } = options;
  const port = await portToServe(options.port);
  const folder = options.dataFolder ?? (await newServerFolder('kafka'));
  const secure = options.security && { sasl: await freePort(), certificates: await freePort() };
  const controllerPort = await freePort();
  const place = {
    port,
    advertisedPort: options.advertisedPort ?? port,
    controllerPort,
    logFolder: join(folder, 'log'),
    secure,
  };
  const settingsFile = await prepareFolder(folder, place, options);
  const brokers = [`127.0.0.1:${port}`];
  const temporaryFolder = options.dataFolder === undefined ? folder : undefined;
  const server = await startNode({ version, folder, settingsFile, address: brokers[0]!, temporaryFolder });
  const setPassword: LocalBroker['setPassword'] = async (user, password, mechanism) => {
    const words = `${mechanism}=[password=${password}]`;
    const command = ['--bootstrap-server', brokers[0]!, '--alter', '--entity-type', 'users', '--entity-name', user];
    const parameters = [
      '-cp',
      await kafkaJars(version),
      'kafka.admin.ConfigCommand',
      ...command,
      '--add-config',
      words,
    ];
    await runProgram('java', parameters, folder);
  };
  return Object.assign(localServer(server, temporaryFolder), { version, brokers, secure, setPassword });
}

/** Puts settings into a server's folder, and an empty log when it has none. @returns the file of settings */
async function prepareFolder(
  folder: string,
  place: KafkaPlace,
  { version = currentKafka, security }: KafkaOptions,
): Promise<string> {
  const settingsFile = join(folder, 'server.properties');
  await mkdir(folder, { recursive: true });
  const more = security && (await securitySettings(folder, security));
  await writeFile(settingsFile, kafkaSettings(place, more));
  if (!existsSync(place.logFolder)) {
    await cp(join(await emptyLog(version), 'log'), place.logFolder, { recursive: true });
  }
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
    await formatLog(version, settingsFile, folder);
  });
}
