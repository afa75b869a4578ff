/** Our names of topics and groups, and Kafka's, which have a prefix on a shared cluster. */
export class TopicNames {
  constructor(private readonly prefix: string) {}

  inKafka(topic: string): string {
    return this.prefix + topic;
  }

  ours(topic: string): string {
    return topic.slice(this.prefix.length);
  }

  group(group: string): string {
    return this.prefix + group;
  }
}
