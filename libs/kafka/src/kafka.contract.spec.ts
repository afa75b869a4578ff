import { describeOnEveryKafka } from '@vilfredo/local-stack';
import { kafkaContract } from '../test/kafka-contract.js';

describeOnEveryKafka('Kafka', (broker) => {
  kafkaContract(() => ({ brokers: broker().brokers }));
});
