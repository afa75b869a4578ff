import { join } from 'node:path';
import { jarsOf, type Library, runProgram } from './java-programs.js';
import { JavaServer } from './java-server.js';
import { kafkaAnswers } from './kafka-answers.js';
import type { KafkaVersion } from './kafka-versions.js';

/** Any one will do, as long as a data folder and its node agree on it. */
const clusterId = 'vilfredo-local-stack00';

/** A node whose log is formatted. */
export interface KafkaNode {
  readonly version: KafkaVersion;
  /** Where it keeps what it prints. */
  readonly folder: string;
  readonly settingsFile: string;
  /** `host:port` at which it is asked whether it serves. */
  readonly address: string;
  /** Removed by the node itself when its owner is gone. */
  readonly temporaryFolder: string | undefined;
}

/**
 * Starts a node with at most 512 MB of heap. Resolves when topics can be made and groups can be joined. What it prints is in
 * `server.txt` in its folder.
 * @throws Failure `unavailable` when Java or Maven is missing, or it does not come up
 */
export async function startNode(node: KafkaNode): Promise<JavaServer> {
  const { version, folder, settingsFile, address, temporaryFolder } = node;
  return JavaServer.start({
    name: `Kafka ${version}`,
    classPath: await kafkaJars(version),
    options: ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
    mainClass: 'kafka.Kafka',
    parameters: [settingsFile],
    logFile: join(folder, 'server.txt'),
    temporaryFolder,
    answers: () => kafkaAnswers([address]),
  });
}

/** Makes the empty log that a node's settings speak of. */
export async function formatLog(version: KafkaVersion, settingsFile: string, folder: string): Promise<void> {
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settingsFile];
  await runProgram('java', ['-cp', await kafkaJars(version), ...format], folder);
}

export function kafkaJars(version: KafkaVersion): Promise<string> {
  const libraries: Library[] = [`org.apache.kafka:kafka_2.13:${version}`, 'org.slf4j:slf4j-simple:1.7.36'];
  return jarsOf(`kafka-${version}`, libraries);
}
