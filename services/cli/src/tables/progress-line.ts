import type { Clock } from '@vilfredo/event-sourcing';

/** Where progress is written: standard error, as a rule. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  readonly done: number;
  /** Unknown for a stream without an end in sight. */
  readonly total?: number;
  /** What else there is to say, such as "12,000 orders". */
  readonly note?: string;
}

export interface ProgressLine {
  /** Call as often as you like: it writes ten times a second on a terminal, every ten seconds otherwise. */
  update(progress: Progress): void;
  /** Takes the bar away. Nothing is written afterwards. */
  finish(): void;
}

const terminalPeriod = 100;
const plainPeriod = 10_000;
const barWidth = 24;

function percentOf({ done, total }: Progress): string {
  if (total === undefined || total <= 0) return '';
  return `${Math.floor(Math.min(1, Math.max(0, done / total)) * 100)} %`;
}

function barOf({ done, total }: Progress): string {
  if (total === undefined || total <= 0) return '';
  const filled = Math.floor(Math.min(1, Math.max(0, done / total)) * barWidth);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
}

/** Shows how far something is: a bar that moves on a terminal, a plain line now and then anywhere else. */
export function progressLine(label: string, { clock, stream }: { clock: Clock; stream: ProgressStream }): ProgressLine {
  const terminal = stream.isTTY === true;
  const started = clock();
  let last = terminal ? Number.NEGATIVE_INFINITY : started;
  let shown = false;
  let finished = false;
  const write = (progress: Progress, now: number) => {
    const seconds = `${Math.floor((now - started) / 1000)} s`;
    const bar = terminal ? barOf(progress) : '';
    const text = [label, bar, percentOf(progress), progress.note ?? '', seconds]
      .filter((part) => part !== '')
      .join('  ');
    stream.write(terminal ? `\r\u001b[2K${[...text].slice(0, (stream.columns ?? 80) - 1).join('')}` : `${text}\n`);
    shown = true;
  };
  return {
    update(progress) {
      const now = clock();
      if (finished || now - last < (terminal ? terminalPeriod : plainPeriod)) return;
      last = now;
      write(progress, now);
    },
    finish() {
      if (terminal && shown && !finished) stream.write('\r\u001b[2K');
      finished = true;
    },
  };
}
