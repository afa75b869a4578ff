import { lstat, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FieldRefusal } from '../record-contacts/contact-intake.js';
import { scanExtensions } from './scan-kind.js';

/** A scan and the note beside it, by the names of their files. */
export interface Pair {
  readonly base: string;
  readonly scan: string;
  readonly note: string;
  /** Changes when either file does. */
  readonly state: string;
}

export interface Found {
  readonly pairs: readonly Pair[];
  /** Files whose counterpart is not there, or that are still empty. */
  readonly waiting: number;
}

const scanName = new RegExp(`^(.+)\\.(?:${scanExtensions.join('|')})$`, 'i');
const noteName = /^(.+)\.json$/i;

/** The folder into which scans are put, and those beneath it where they go. */
export class ScanFolder {
  constructor(private readonly folder: string) {}

  async open(): Promise<void> {
    for (const place of ['done', 'refused']) await mkdir(path.join(this.folder, place), { recursive: true });
  }

  /** What lies there now, in order of names. Links and folders are passed over: what they lead to is not in the folder. */
  async look(): Promise<Found> {
    const names = await this.filesIn('.');
    const notes = new Map(names.flatMap((name) => baseOf(noteName, name)));
    const scans = new Map(names.flatMap((name) => baseOf(scanName, name)));
    await this.finishMoves(notes, scans);
    const pairs: Pair[] = [];
    let waiting = 0;
    for (const [base, scan] of scans) {
      const note = notes.get(base);
      notes.delete(base);
      const state = note === undefined ? undefined : await this.stateOf([scan, note]);
      if (note === undefined || state === undefined) waiting++;
      else pairs.push({ base, scan, note, state });
    }
    return { pairs, waiting: waiting + notes.size };
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  async done(pair: Pair): Promise<void> {
    await this.move(pair, 'done');
  }

  /** Beside the two a file of reasons, which names fields and never what stood in them. */
  async refused(pair: Pair, refused: readonly FieldRefusal[]): Promise<void> {
    const base = await this.move(pair, 'refused');
    await writeFile(path.join(this.folder, 'refused', `${base}.reason.json`), `${JSON.stringify(refused, null, 2)}\n`);
  }

  /** The note goes last: while it lies there, a move that was broken off can be seen and finished. */
  private async move({ base, scan, note }: Pair, place: 'done' | 'refused'): Promise<string> {
    const taken = new Set(await this.filesIn(place));
    const extension = path.extname(scan);
    let free = base;
    for (let n = 2; taken.has(`${free}${extension}`) || taken.has(`${free}.json`); n++) free = `${base}.${n}`;
    await rename(this.path(scan), path.join(this.folder, place, `${free}${extension}`));
    await rename(this.path(note), path.join(this.folder, place, `${free}.json`));
    return free;
  }

  /** A note without its scan, while a scan of that name without its note was moved on: they belong together. */
  private async finishMoves(notes: Map<string, string>, scans: ReadonlyMap<string, string>): Promise<void> {
    const left = [...notes].filter(([base]) => !scans.has(base));
    if (left.length === 0) return;
    for (const place of ['done', 'refused']) {
      const moved = await this.filesIn(place);
      const alone = moved.flatMap((name) => baseOf(scanName, name)).map(([base]) => base);
      for (const [base, note] of left) {
        const free = alone.find((one) => isOf(one, base) && !moved.includes(`${one}.json`));
        if (free === undefined || !notes.has(base)) continue;
        await rename(this.path(note), path.join(this.folder, place, `${free}.json`));
        notes.delete(base);
      }
    }
  }

  private async filesIn(place: string): Promise<string[]> {
    const entries = await readdir(path.join(this.folder, place), { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
  }

  private async stateOf(names: readonly string[]): Promise<string | undefined> {
    const stats = await Promise.all(names.map((name) => lstat(this.path(name))));
    if (stats.some(({ size }) => size === 0)) return undefined;
    return stats.map(({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`).join(' ');
  }
}

function baseOf(pattern: RegExp, name: string): [string, string][] {
  const base = pattern.exec(name)?.[1];
  return base === undefined ? [] : [[base, name]];
}

/** `letter` and `letter.2`, the name under which a second one was put away. */
function isOf(moved: string, base: string): boolean {
  return moved === base || (moved.startsWith(`${base}.`) && /^\d+$/.test(moved.slice(base.length + 1)));
}
