import type { ImportSummary } from '@vilfredo/order-ingestion';
import { type ExitCode, exitCodes, WrongUsage } from '../exit-code.js';
import { type InputFile, inputFiles } from '../input/input-file.js';
import { loadMapping } from '../input/load-mapping.js';
import type { Session } from '../session.js';
import { progressLine } from '../tables/progress-line.js';
import type { AnswerListener } from './import-answer.js';
import { RefusedFile, refusedNameOf } from './refused-file.js';
import { type ImportKind, sendFile } from './send-file.js';
import type { NamedKind } from './send-objects.js';

export interface ImportOptions {
  readonly mapping?: string;
  readonly dryRun?: boolean;
  /** Of mails: the source that they are recorded under, and own addresses or domains. */
  readonly source?: string;
  readonly own?: readonly string[];
}

interface Imported extends ImportSummary {
  readonly file: string;
  /** Where the refused records are. */
  readonly refusedFile: string | null;
}

/** `import orders|interactions|customers FILE…`: sends files one after the other; exits 3 when records were refused. */
export async function importFiles(
  session: Session,
  kind: string,
  names: readonly string[],
  options: ImportOptions,
): Promise<ExitCode> {
  const files = await inputFiles(names, session.surroundings.stdin);
  const sendIt = await senderOf(session, kind, options);
  const imported: Imported[] = [];
  for (const file of files) {
    const one = await importFile(session, file, sendIt);
    imported.push(one);
    if (files.length > 1 && !session.json) session.note(`${file.name}: ${figures(one)}`);
    tellRefused(session, one);
  }
  const total = totalOf(imported);
  if (session.json) await session.out.json({ ...total, dryRun: options.dryRun === true, files: imported });
  else await session.out.line(figures(total));
  return total.refused > 0 ? exitCodes.someRefused : exitCodes.done;
}

type Send = (file: InputFile, listen: () => Promise<AnswerListener>) => Promise<ImportSummary>;

/** @throws WrongUsage for options that do not go with the kind */
async function senderOf(session: Session, kind: string, options: ImportOptions): Promise<Send> {
  const { deployment } = session;
  const { mapping, dryRun = false, source = 'mail', own = [] } = options;
  if (kind === 'customers' && mapping !== undefined) {
    throw new WrongUsage('customers are NDJSON: --mapping is for others');
  }
  const columns = await loadMapping(mapping);
  return async (file, listen) => {
    const { holdsMails, sendMails } = await import('./send-mails.js');
    if (kind === 'interactions' && holdsMails(file)) {
      if (own.length === 0) throw new WrongUsage('--own must name own addresses or domains, to tell whose a mail is');
      return sendMails(deployment, file, { source, own }, await listen());
    }
    if (columns !== null)
      return sendFile(deployment, file, { kind: kind as ImportKind, mapping: columns, dryRun }, listen);
    const { sendObjects } = await import('./send-objects.js');
    return sendObjects(deployment, file, { named: kind as NamedKind, dryRun }, listen);
  };
}

async function importFile(session: Session, file: InputFile, sendIt: Send): Promise<Imported> {
  const { clock, stderr } = session.surroundings;
  const line = progressLine(file.name, { clock, stream: stderr });
  const refused = new RefusedFile(refusedNameOf(file.name));
  try {
    const summary = await sendIt(file, async () => {
      await refused.begin();
      return {
        onProgress: ({ bytes, lines }) =>
          line.update({
            done: bytes,
            ...(file.size !== undefined && { total: file.size }),
            note: `${lines.toLocaleString('en-GB')} records`,
          }),
        onRefused: (record) => refused.add(record),
      };
    });
    return { file: file.name, ...summary, refusedFile: (await refused.close()) ?? null };
  } catch (error) {
    await refused.close();
    if (session.surroundings.interrupted.aborted)
      session.note(`${file.name}: interrupted; the same command takes it up again`);
    throw error;
  } finally {
    line.finish();
  }
}

function tellRefused(session: Session, { refusedBy, refusedFile }: Imported): void {
  const reasons = Object.entries(refusedBy).sort(([, one], [, other]) => other - one);
  if (reasons.length === 0) return;
  const counts = reasons.map(([reason, records]) => `${reason} ${records.toLocaleString('en-GB')}`).join(', ');
  session.note(`refused: ${counts}${refusedFile === null ? '' : `; see ${refusedFile}`}`);
}

type Counts = Pick<ImportSummary, 'read' | 'accepted' | 'duplicates' | 'refused'>;

function totalOf(imported: readonly Counts[]): Counts {
  const total = { read: 0, accepted: 0, duplicates: 0, refused: 0 };
  for (const one of imported) {
    total.read += one.read;
    total.accepted += one.accepted;
    total.duplicates += one.duplicates;
    total.refused += one.refused;
  }
  return total;
}

function figures({ read, accepted, duplicates, refused }: Counts): string {
  return `read=${read} accepted=${accepted} duplicates=${duplicates} refused=${refused}`;
}
