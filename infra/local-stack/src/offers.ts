import type { TestSettings } from './config.js';
import { dockerAnswers } from './docker-engine.js';
import { missingPrograms } from './java-programs.js';
import type { Offer, Offers } from './offer.js';

/** What this machine can give to tests; nothing is started. */
export async function offersOf(
  { brokers, databaseUrl, dockerHosts }: TestSettings,
  missing = missingPrograms(),
): Promise<Offers> {
  const [brokerGiven, databaseGiven] = [brokers.length > 0, databaseUrl !== undefined];
  const docker = !(brokerGiven && databaseGiven) && (await dockerAnswers(dockerHosts));
  return {
    broker: offerOf(brokerGiven, docker, missing, 'KAFKA_BROKERS'),
    database: offerOf(databaseGiven, docker, missing, 'MONGODB_URL'),
  };
}

function offerOf(given: boolean, docker: boolean, missing: readonly string[], variable: string): Offer {
  if (given) return { origin: 'environment' };
  if (docker) return { origin: 'docker' };
  if (missing.length === 0) return { origin: 'local stack' };
  return { skipped: `no ${variable}, no Docker engine answers, and the local stack needs ${missing.join(', ')}` };
}
