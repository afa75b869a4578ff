import { type ImportSummary, openText, readObjects, splitLines } from '@vilfredo/row-files';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import type { InputFile } from '../input/input-file.js';
import type { AnswerListener } from './import-answer.js';
import { RecordSender } from './send-records.js';

/** Bytes of one customer's line. */
const longestLine = 1_000_000;

/** Sends the customers of an NDJSON file, plain or gzipped. @throws Failure when the deployment cannot be reached */
export async function sendCustomers(
  deployment: Pick<DeploymentClient, 'send'>,
  file: InputFile,
  listener: AnswerListener,
): Promise<ImportSummary> {
  const sender = new RecordSender(deployment, '/customers', listener);
  const lines = splitLines(
    openText(file.open(), 'utf-8', () => undefined),
    { longestLine },
  );
  for await (const record of readObjects(lines)) await sender.add(record);
  return sender.end();
}
