import { Failure } from '@vilfredo/event-sourcing';
import type { KafkaVersion } from './kafka-versions.js';
import type { ServersOfRun } from './offer.js';
import type { TestBroker, TestDatabase } from './test-server.js';

export type Answer = { readonly server: TestBroker | TestDatabase } | { readonly failure: string };

export const databasePath = '/database';

export function brokerPath(version: KafkaVersion): string {
  return `/broker/${version}`;
}

export async function brokerOfRun({ supervisor }: ServersOfRun, version: KafkaVersion): Promise<TestBroker> {
  return (await ask(supervisor + brokerPath(version))) as TestBroker;
}

export async function databaseOfRun({ supervisor }: ServersOfRun): Promise<TestDatabase> {
  return (await ask(supervisor + databasePath)) as TestDatabase;
}

async function ask(url: string): Promise<TestBroker | TestDatabase> {
  const response = await fetch(url, { headers: { connection: 'close' } });
  const answer = (await response.json()) as Answer;
  if ('failure' in answer) throw new Failure('unavailable', answer.failure);
  return answer.server;
}
