import { randomUUID } from 'node:crypto';
import { openViewStore } from '@vilfredo/embedded';
import type { Clock, EventLog, EventToAppend, ViewStore } from '@vilfredo/event-sourcing';
import { openKafkaEventLog } from '@vilfredo/kafka';
import { type Found, findBroker } from '@vilfredo/local-stack';
import { temporaryFolder } from '@vilfredo/testing';
import { startNullBroker } from '../../null-broker/start-null-broker.js';
import { asStored, demoLog } from '../demo-log.js';
import { inPartitions } from '../peers/event-record.js';
import { fillTopic } from '../peers/fill-topic.js';
import type { Source } from '../peers/peer.js';
import { runningFrom, type TemporaryDeploymentOptions } from '../temporary-deployment.js';
import { governanceOver } from './governance-over.js';

/** The demo's orders on a broker, as the product's own topic, and the rules and cut-offs to score them by. */
export interface OrdersOnKafka extends Source {
  /** Before the names of topics and groups. */
  readonly prefix: string;
  readonly partitions: number;
  readonly clock: Clock;
}

export interface Prepared {
  readonly source: OrdersOnKafka;
  readonly release: () => Promise<void>;
}

/** As many as a deployment has that says nothing about it. */
const partitions = 12;

export interface OrdersOptions {
  readonly customers: number;
  /** Whether scoring is to take cut-offs of its own as the book moves; only those that are there when not given. */
  readonly epochs?: TemporaryDeploymentOptions['epochs'];
}

/** On a broker that is no work. What is published there is thrown away. */
export async function onNullBroker({ customers, epochs }: OrdersOptions): Promise<Prepared> {
  const { before, measured, until } = demoLog({ customers });
  const events = asStored([...before, ...measured], until);
  const governance = await governanceOver([...before, ...measured], until, epochs);
  const broker = await startNullBroker({
    topics: {
      orders: inPartitions(events, partitions),
      governance: inPartitions(asStored(governance, until - 1), 1),
    },
  });
  const place = { brokers: broker.brokers, topic: 'orders', prefix: '', partitions };
  return {
    source: { ...place, events: events.length, asOf: until, clock: runningFrom(until) },
    release: () => broker.stop(),
  };
}

/** On a real broker: the one that there is, or one of the local stack; else why there is none. */
export async function onRealBroker({
  customers,
  epochs,
}: OrdersOptions): Promise<Prepared | { readonly skipped: string }> {
  const found: Found<{ readonly brokers: readonly string[] }> = await findBroker();
  if ('skipped' in found) return found;
  const { server, release } = found;
  try {
    const { before, measured, until } = demoLog({ customers });
    const orders = [...before, ...measured];
    const prefix = `bench-${randomUUID()}.`;
    const clock = () => Date.now();
    const place = { brokers: server.brokers, topic: `${prefix}orders`, prefix, partitions };
    await fillTopic({ ...place, events: asStored(orders, until) });
    const source = { ...place, events: orders.length, asOf: clock(), clock };
    await append(source, await governanceOver(orders, until, epochs));
    // The broker says when something was recorded: nothing is left in a window then that has left it now.
    return { source: { ...source, asOf: clock() }, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The product's log on that broker, with its topics. */
export function openLog(
  { brokers, prefix, partitions, clock }: Pick<OrdersOnKafka, 'brokers' | 'prefix' | 'partitions' | 'clock'>,
  clientId: string,
  store: ViewStore,
): Promise<EventLog> {
  return openKafkaEventLog({ brokers, prefix, partitions, clock, clientId, store, replication: 1 });
}

/** Views in a folder of their own. */
export async function temporaryStore(): Promise<ViewStore> {
  const folder = await temporaryFolder();
  const store = await openViewStore({ folder: folder.path });
  const close = async () => {
    await store.close();
    await folder.dispose();
  };
  return { collection: (definition) => store.collection(definition), close };
}

async function append(source: OrdersOnKafka, events: readonly EventToAppend[]): Promise<void> {
  const store = await temporaryStore();
  const log = await openLog(source, 'bench-governance', store);
  try {
    await log.append(events);
  } finally {
    await log.close();
    await store.close();
  }
}
