import { now, RecordingLog } from '../../test/importing.js';
import { recordBatch } from './record-batch.js';

describe('recording a batch', () => {
  it('given more refusals than an answer holds, then the first are told and the others counted', async () => {
    const records = Array.from({ length: 5 }, (_, i) => ({ line: i + 1, value: {} }));
    const options = { log: new RecordingLog(), clock: () => now, trace: { correlationid: 'r', traceparent: 't' } };
    expect(await recordBatch(records, { ...options, mostRefusals: 2 })).toEqual({
      accepted: 0,
      duplicates: 0,
      refused: [
        { line: 1, field: 'kind', reason: 'unknownKind' },
        { line: 2, field: 'kind', reason: 'unknownKind' },
      ],
      refusedBeyond: 3,
    });
  });
});
