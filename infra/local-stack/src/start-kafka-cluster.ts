import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { formatLog, startNode } from './kafka-node.js';
import { kafkaSettings } from './kafka-settings.js';
import { currentKafka } from './kafka-versions.js';
import { type LocalServer, localServer, newServerFolder } from './local-server.js';

export interface LocalCluster {
  readonly brokers: readonly string[];
  readonly nodes: readonly LocalServer[];
  stop(): Promise<void>;
}

/**
 * Starts several Kafka brokers on 127.0.0.1 that keep copies of each other's partitions, each with at most 512 MB of heap.
 * Resolves when all of them serve.
 * @throws Failure `unavailable` when Java or Maven is missing, or one does not come up
 */
export async function startKafkaCluster(nodes = 3): Promise<LocalCluster> {
  const folder = await newServerFolder('kafkas');
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  const [ports, controllerPorts] = [await freePorts(nodes), await freePorts(nodes)];
  const started = await Promise.allSettled(
    ports.map((port, i) => startOne(join(folder, String(i + 1)), port, { id: i + 1, controllerPorts })),
  );
  const servers = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await remove();
  };
  for (const outcome of started) {
    if (outcome.status === 'fulfilled') continue;
    await stop();
    throw outcome.reason;
  }
  return { brokers: ports.map((port) => `127.0.0.1:${port}`), nodes: servers, stop };
}

async function startOne(
  folder: string,
  port: number,
  among: { readonly id: number; readonly controllerPorts: readonly number[] },
): Promise<LocalServer> {
  const version = currentKafka;
  const controllerPort = among.controllerPorts[among.id - 1]!;
  const settingsFile = join(folder, 'server.properties');
  await mkdir(folder, { recursive: true });
  const place = { port, advertisedPort: port, controllerPort, logFolder: join(folder, 'log'), among };
  await writeFile(settingsFile, kafkaSettings(place));
  await formatLog(version, settingsFile, folder);
  const address = `127.0.0.1:${port}`;
  return localServer(await startNode({ version, folder, settingsFile, address, temporaryFolder: folder }), undefined);
}

function freePorts(count: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: count }, () => freePort()));
}
