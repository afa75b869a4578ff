import { answerCreateTopics, answerDescribeConfigs, answerFindCoordinator, answerMetadata } from './answer-cluster.js';
import {
  answerHeartbeat,
  answerJoinGroup,
  answerLeaveGroup,
  answerOffsetCommit,
  answerOffsetFetch,
  answerSyncGroup,
} from './answer-group.js';
import { answerFetch, answerInitProducerId, answerListOffsets, answerProduce } from './answer-records.js';
import type { BrokerState } from './broker-state.js';
import { errorCodes } from './error-codes.js';
import type { WireReader } from './wire-reader.js';
import { WireWriter } from './wire-writer.js';

/** Reads a request's body; null where no answer is wanted. */
type Answer = (request: WireReader, state: BrokerState) => WireWriter | null | Promise<WireWriter>;

interface Spoken {
  readonly apiKey: number;
  readonly version: number;
  readonly answer: Answer;
}

const apiVersions = 18;

/** What is understood: one version of each request, the newest that kafkajs 2.2.4 speaks. */
const spoken: readonly Spoken[] = [
  { apiKey: 0, version: 7, answer: answerProduce },
  { apiKey: 1, version: 11, answer: answerFetch },
  { apiKey: 2, version: 3, answer: answerListOffsets },
  { apiKey: 3, version: 6, answer: answerMetadata },
  { apiKey: 8, version: 5, answer: answerOffsetCommit },
  { apiKey: 9, version: 4, answer: answerOffsetFetch },
  { apiKey: 10, version: 2, answer: answerFindCoordinator },
  { apiKey: 11, version: 5, answer: answerJoinGroup },
  { apiKey: 12, version: 3, answer: answerHeartbeat },
  { apiKey: 13, version: 3, answer: answerLeaveGroup },
  { apiKey: 14, version: 3, answer: answerSyncGroup },
  { apiKey: apiVersions, version: 2, answer: () => versions(errorCodes.none).int32(0) },
  { apiKey: 19, version: 3, answer: answerCreateTopics },
  { apiKey: 22, version: 1, answer: answerInitProducerId },
  { apiKey: 32, version: 2, answer: answerDescribeConfigs },
];

/**
 * Answers one request.
 * @throws RangeError for a request that is not understood: the connection it came by is of no more use
 */
export async function answerTo(
  apiKey: number,
  version: number,
  request: WireReader,
  state: BrokerState,
): Promise<WireWriter | null> {
  // Every broker answers this one, so that a client learns in which versions to ask.
  if (apiKey === apiVersions && version !== 2) return versions(errorCodes.unsupportedVersion);
  const found = spoken.find((one) => one.apiKey === apiKey && one.version === version);
  if (found === undefined) throw new RangeError(`request ${apiKey} in version ${version} is not understood`);
  return found.answer(request, state);
}

function versions(error: number): WireWriter {
  const answer = new WireWriter().int16(error);
  return answer.array(spoken, ({ apiKey, version }) => answer.int16(apiKey).int16(version).int16(version));
}
