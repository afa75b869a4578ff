import type { BrokerState } from './broker-state.js';
import { errorCodes } from './error-codes.js';
import type { WireReader } from './wire-reader.js';
import { WireWriter } from './wire-writer.js';

/** The one node there is. */
const node = 0;

/** Metadata, version 6. */
export function answerMetadata(request: WireReader, { topics, host, port }: BrokerState): WireWriter {
  const asked = request.nullableArray(() => request.string()) ?? topics.names();
  const answer = new WireWriter().int32(0);
  answer.array([node], () => answer.int32(node).string(host).int32(port).string(null));
  answer.string('null-broker').int32(node);
  return answer.array(asked, (topic) => {
    const partitions = topics.partitions(topic);
    answer.int16(partitions === undefined ? errorCodes.unknownTopicOrPartition : errorCodes.none);
    answer.string(topic).int8(0);
    answer.array([...(partitions ?? []).keys()], (partition) => {
      answer.int16(errorCodes.none).int32(partition).int32(node);
      for (const nodes of [[node], [node], []]) answer.array(nodes, (id) => answer.int32(id));
    });
  });
}

/** CreateTopics, version 3. */
export function answerCreateTopics(request: WireReader, { topics }: BrokerState): WireWriter {
  const asked = request.array(() => {
    const topic = request.string();
    const partitions = request.int32();
    request.int16();
    request.array(() => [request.int32(), request.array(() => request.int32())]);
    request.array(() => [request.string(), request.nullableString()]);
    return { topic, partitions: Math.max(1, partitions) };
  });
  request.int32();
  const onlyTry = request.int8() === 1;
  const answer = new WireWriter().int32(0);
  return answer.array(asked, ({ topic, partitions }) => {
    const isNew = onlyTry ? topics.partitions(topic) === undefined : topics.create(topic, partitions);
    answer
      .string(topic)
      .int16(isNew ? errorCodes.none : errorCodes.topicAlreadyExists)
      .string(null);
  });
}

/** What every topic is set to. */
const topicSettings: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'max.message.bytes': '1048588',
  'message.timestamp.type': 'LogAppendTime',
  'min.insync.replicas': '1',
  'retention.ms': '-1',
};
const settingOfTopic = 1;

/** DescribeConfigs, version 2. */
export function answerDescribeConfigs(request: WireReader): WireWriter {
  const asked = request.array(() => ({
    type: request.int8(),
    name: request.string(),
    settings: request.nullableArray(() => request.string()) ?? Object.keys(topicSettings),
  }));
  const answer = new WireWriter().int32(0);
  return answer.array(asked, ({ type, name, settings }) => {
    answer.int16(errorCodes.none).string(null).int8(type).string(name);
    const known = settings.filter((setting) => Object.hasOwn(topicSettings, setting));
    answer.array(known, (setting) => {
      answer.string(setting).string(topicSettings[setting] ?? null);
      answer.int8(0).int8(settingOfTopic).int8(0).int32(0);
    });
  });
}

/** FindCoordinator, version 2: this broker, whatever the group. */
export function answerFindCoordinator(_: WireReader, { host, port }: BrokerState): WireWriter {
  return new WireWriter().int32(0).int16(errorCodes.none).string(null).int32(node).string(host).int32(port);
}
