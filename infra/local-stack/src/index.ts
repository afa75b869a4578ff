export { type Authority, type Certified, makeAuthority } from './certificates.js';
export {
  describeOnEveryKafka,
  describeWithBroker,
  describeWithDatabase,
  describeWithLocalStack,
  describeWithStack,
  type TestStack,
} from './describe-with.js';
export { documentsOf } from './documents-of.js';
export { describeWithDovecot } from './dovecot/describe-with-dovecot.js';
export { type LocalMailServer, startDovecot } from './dovecot/start-dovecot.js';
export { type Found, findBroker, findDatabase } from './find-servers.js';
export { freePort } from './free-port.js';
export type { KafkaSecurity, SecurePorts } from './kafka-security.js';
export { currentKafka, type KafkaVersion, kafkaVersions } from './kafka-versions.js';
export type { LocalServer } from './local-server.js';
export type { Origin } from './offer.js';
export { type KafkaOptions, type LocalBroker, startKafka } from './start-kafka.js';
export { type LocalCluster, startKafkaCluster } from './start-kafka-cluster.js';
export { type LocalDatabase, type MongoOptions, startMongo } from './start-mongo.js';
export type { Held, TestBroker, TestDatabase } from './test-server.js';
