import { randomBytes } from 'node:crypto';
import { freePort } from '@vilfredo/local-stack';
import type { Receivers } from '../receivers.js';
import { ServiceSlot } from './service-slot.js';
import type { StackServers } from './stack-servers.js';

/** Silence after which a process counts as gone, ms. */
export const sessionMs = 6_000;
export const partitions = 6;

export interface SlotsWanted {
  /** Places for processes that score. */
  readonly workers: number;
  /** Who is told of alerts. */
  readonly receivers: Receivers;
  /** Told in words when a process ends although nobody asked it to. */
  readonly onFall: (what: string) => void;
}

/** A place for every process of a stack, in the order in which they stop last: the gateway, which stops first, comes last. */
export async function slotsOn(
  { brokers, databaseUrl, nodes }: StackServers,
  { workers, receivers, onFall }: SlotsWanted,
): Promise<readonly ServiceSlot[]> {
  const env = {
    KAFKA_BROKERS: brokers,
    MONGODB_URL: databaseUrl,
    VILFREDO_PARTITIONS: String(partitions),
    VILFREDO_REPLICATION: String(nodes.length),
    VILFREDO_SESSION_TIMEOUT: String(sessionMs),
    VILFREDO_MASTER_KEY: randomBytes(32).toString('base64'),
    ...receivers.env,
  };
  const place = async (service: string, name = service) =>
    new ServiceSlot({ name, service, port: await freePort(), env, onFall });
  const several = (service: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => place(service, `${service}-${i + 1}`)));
  const scoring = await several('scoring', workers);
  const alerting = await several('alerting', 2);
  const outreach = await place('outreach');
  const orders = await place('order-ingestion');
  const customers = await place('customer-registry');
  const contacts = await place('interaction-capture');
  const addresses = {
    VILFREDO_ORDER_INGESTION: orders.url,
    VILFREDO_CUSTOMER_REGISTRY: customers.url,
    VILFREDO_INTERACTION_CAPTURE: contacts.url,
    VILFREDO_OUTREACH: outreach.url,
    VILFREDO_ALERTING: alerting.map(({ url }) => url).join(','),
    VILFREDO_SCORING: scoring.map(({ url }) => url).join(','),
  };
  const gateway = { name: 'gateway', service: 'gateway', port: await freePort(), env: addresses, onFall };
  return [outreach, ...alerting, ...scoring, orders, customers, contacts, new ServiceSlot(gateway)];
}
