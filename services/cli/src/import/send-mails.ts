import { basename } from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';
import { importMail } from '@vilfredo/interaction-capture';
import type { ImportSummary } from '@vilfredo/row-files';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import type { InputFile } from '../input/input-file.js';
import type { AnswerListener } from './import-answer.js';
import { invalidOnly } from './send-records.js';

export interface MailOptions {
  readonly source: string;
  /** Own addresses and domains. */
  readonly own: readonly string[];
}

interface Answer {
  readonly accepted: number;
  readonly refused: readonly { readonly field: string; readonly reason: string }[];
}

/** Whether a file holds mails: `.eml` or `.mbox`. */
export function holdsMails({ name }: InputFile): boolean {
  return /\.(eml|mbox)$/i.test(name);
}

/** Takes the mails of an archive, or one mail, apart here and sends what they tell. */
export async function sendMails(
  deployment: Pick<DeploymentClient, 'send'>,
  file: InputFile,
  { source, own }: MailOptions,
  listener: AnswerListener,
): Promise<ImportSummary> {
  const refusedBy: Record<string, number> = {};
  const waiting: Promise<void>[] = [];
  let line = 0;
  const { read, recorded, duplicates, refused } = await importMail(file.open(), {
    settings: { source, own },
    name: basename(file.name),
    record: async (interaction) => {
      const answer = await deployment.send<Answer>('POST', '/interactions', [interaction]).catch(invalidOnly);
      if (answer instanceof Failure) return { refused: [{ field: answer.field ?? '', reason: answer.reason }] };
      if (answer.refused.length > 0) return { refused: answer.refused };
      return answer.accepted > 0 ? 'recorded' : 'duplicate';
    },
    onMail: ({ mail, outcome }) => {
      line++;
      listener.onProgress({ bytes: 0, lines: line, accepted: 0 });
      if (typeof outcome === 'string') return;
      const { field = '', reason = '' } = outcome.refused[0] ?? {};
      refusedBy[reason] = (refusedBy[reason] ?? 0) + 1;
      waiting.push(Promise.resolve(listener.onRefused({ line, field, reason, record: { mail } })));
    },
  });
  await Promise.all(waiting);
  return { read, accepted: recorded, duplicates, refused, refusedBy, facts: { accepted: recorded, duplicates } };
}
