/** The versions of Kafka that the product is tested on, oldest first. */
export const kafkaVersions = ['3.9.1', '4.1.0'] as const;

export type KafkaVersion = (typeof kafkaVersions)[number];

/** The one that is started when nobody asks for another. */
export const currentKafka: KafkaVersion = '4.1.0';
