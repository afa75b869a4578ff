import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ServersOfRun } from './offer.js';

export interface TestSettings {
  /** `KAFKA_BROKERS`, separated by commas; empty when there is none. */
  readonly brokers: readonly string[];
  /** `MONGODB_URL`. */
  readonly databaseUrl: string | undefined;
  /** Where a Docker engine may listen: `DOCKER_HOST`, else its usual sockets. */
  readonly dockerHosts: readonly string[];
  /** In continuous integration (`CI`) a missing server is a failure, elsewhere a skip. */
  readonly isContinuousIntegration: boolean;
  /** `VILFREDO_TEST_SERVERS`: what jest's set-up tells its workers. */
  readonly serversOfRun: ServersOfRun | undefined;
}

/** Folders in which programs are looked for. */
export function programFolders(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

export function testSettings(env: Readonly<Record<string, string | undefined>> = process.env): TestSettings {
  const servers = env.VILFREDO_TEST_SERVERS;
  return {
    brokers: (env.KAFKA_BROKERS ?? '')
      .split(',')
      .map((broker) => broker.trim())
      .filter((broker) => broker !== ''),
    databaseUrl: env.MONGODB_URL || undefined,
    dockerHosts: env.DOCKER_HOST ? [env.DOCKER_HOST] : usualSockets(env.XDG_RUNTIME_DIR),
    isContinuousIntegration: env.CI !== undefined && !['', '0', 'false'].includes(env.CI),
    serversOfRun: servers === undefined ? undefined : (JSON.parse(servers) as ServersOfRun),
  };
}

function usualSockets(runtimeFolder: string | undefined): string[] {
  const sockets = ['/var/run/docker.sock', join(homedir(), '.docker', 'run', 'docker.sock')];
  if (runtimeFolder) sockets.push(join(runtimeFolder, 'docker.sock'));
  return sockets.map((socket) => `unix://${socket}`);
}
