import type { BrokerState } from './broker-state.js';
import { errorCodes } from './error-codes.js';
import type { WireReader } from './wire-reader.js';
import { WireWriter } from './wire-writer.js';

/** JoinGroup, version 5. */
export async function answerJoinGroup(request: WireReader, state: BrokerState): Promise<WireWriter> {
  const group = state.group(request.string());
  request.int32();
  const rebalanceTimeout = request.int32();
  const memberId = request.string();
  request.nullableString();
  request.string();
  const protocols = request.array(() => ({ name: request.string(), metadata: request.bytes() }));
  const joined = await group.join({ memberId, protocols, rebalanceTimeout });
  const answer = new WireWriter().int32(0).int16(joined.error).int32(joined.generation);
  answer.string(joined.protocol).string(joined.leader).string(joined.memberId);
  return answer.array(joined.members, (member) => answer.string(member.memberId).string(null).bytes(member.metadata));
}

/** SyncGroup, version 3. */
export async function answerSyncGroup(request: WireReader, state: BrokerState): Promise<WireWriter> {
  const group = state.group(request.string());
  const generation = request.int32();
  const memberId = request.string();
  request.nullableString();
  const assignments = new Map(request.array(() => [request.string(), request.bytes()] as const));
  const { error, assignment } = await group.sync(memberId, generation, assignments);
  return new WireWriter().int32(0).int16(error).bytes(assignment);
}

/** Heartbeat, version 3. */
export function answerHeartbeat(request: WireReader, state: BrokerState): WireWriter {
  const group = state.group(request.string());
  const generation = request.int32();
  return new WireWriter().int32(0).int16(group.check(request.string(), generation));
}

/** LeaveGroup, version 3. */
export function answerLeaveGroup(request: WireReader, state: BrokerState): WireWriter {
  const group = state.group(request.string());
  const members = request.array(() => {
    const memberId = request.string();
    request.nullableString();
    return memberId;
  });
  const answer = new WireWriter().int32(0).int16(errorCodes.none);
  return answer.array(members, (memberId) => answer.string(memberId).string(null).int16(group.leave(memberId)));
}

/** OffsetCommit, version 5. */
export function answerOffsetCommit(request: WireReader, state: BrokerState): WireWriter {
  const group = state.group(request.string());
  const generation = request.int32();
  const memberId = request.string();
  const topics = request.array(() => ({
    topic: request.string(),
    partitions: request.array(() => {
      const [partition, offset] = [request.int32(), request.int64()];
      request.nullableString();
      return { partition, offset };
    }),
  }));
  const offsets = topics.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => [`${topic}-${partition}`, offset] as const),
  );
  const error = group.commit(memberId, generation, offsets);
  const answer = new WireWriter().int32(0);
  return answer.array(topics, ({ topic, partitions }) => {
    answer.string(topic).array(partitions, ({ partition }) => answer.int32(partition).int16(error));
  });
}

/** OffsetFetch, version 4; of no topics in particular: of all. */
export function answerOffsetFetch(request: WireReader, state: BrokerState): WireWriter {
  const { committed } = state.group(request.string());
  const asked = request.nullableArray(() => ({
    topic: request.string(),
    partitions: request.array(() => request.int32()),
  }));
  const all = () =>
    state.topics.names().map((topic) => ({ topic, partitions: [...(state.topics.partitions(topic) ?? []).keys()] }));
  const answer = new WireWriter().int32(0);
  answer.array(asked ?? all(), ({ topic, partitions }) => {
    answer.string(topic).array(partitions, (partition) => {
      const offset = committed.get(`${topic}-${partition}`) ?? -1;
      answer.int32(partition).int64(offset).string(null).int16(errorCodes.none);
    });
  });
  return answer.int16(errorCodes.none);
}
