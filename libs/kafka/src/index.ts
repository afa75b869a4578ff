export { BatchFailureFilter } from './batch-failure-filter.js';
export type { Certificates, Credentials, PasswordUser } from './credentials.js';
export { UNREADABLE } from './event-record.js';
export { BatchContext, KafkaBatchStrategy, type StrategyOptions } from './kafka-batch-strategy.js';
export { openKafkaEventLog } from './kafka-event-log.js';
export type { KafkaSettings, Session } from './kafka-settings.js';
export type { LogLine } from './log-line.js';
export { openSocket } from './open-socket.js';
export { standardTopics, type TopicDeclaration } from './topic-declaration.js';
