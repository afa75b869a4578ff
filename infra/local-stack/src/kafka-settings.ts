import type { SecurePorts } from './kafka-security.js';

export interface KafkaPlace {
  readonly port: number;
  readonly advertisedPort: number;
  readonly controllerPort: number;
  readonly logFolder: string;
  /** Which one it is of several, from 1, and the ports of all controllers; the only one when absent. */
  readonly among?: { readonly id: number; readonly controllerPorts: readonly number[] };
  /** Where it listens in TLS, too. */
  readonly secure?: SecurePorts | undefined;
}

/**
 * `server.properties` of a node that is broker and controller in one (KRaft). Of three or more nodes each has all, and one may be
 * missing.
 * @param more settings beside those, or in their place
 */
export function kafkaSettings(place: KafkaPlace, more: Readonly<Record<string, string>> = {}): string {
  const { port, advertisedPort, controllerPort, logFolder, secure } = place;
  const { id, controllerPorts } = place.among ?? { id: 1, controllerPorts: [controllerPort] };
  const copies = controllerPorts.length;
  const inTls = (host: string) =>
    secure === undefined ? '' : `,SASL_SSL://${host}:${secure.sasl},SSL://${host}:${secure.certificates}`;
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllerPorts.map((other, i) => `${i + 1}@127.0.0.1:${other}`).join(),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${inTls('127.0.0.1')}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}${inTls('localhost')}`,
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': logFolder,
    'auto.create.topics.enable': false,
    'default.replication.factor': copies,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': Math.max(1, copies - 1),
    'transaction.state.log.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    // A killed broker is let in again when the session of its former life is over.
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
    'num.network.threads': 2,
    'num.io.threads': 4,
    ...more,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
