import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from './exit-code.js';
import type { Session } from './session.js';

/** What a verb does. What it needs is loaded when it is asked for, so that each starts fast. */
export type Verb = (session: Session) => Promise<ExitCode>;

/** Where verbs are added. */
export interface Verbs {
  readonly program: Command;
  /** Adds one below another, or below the program. */
  readonly on: (parent: Command, usage: string, description: string) => Command;
  /** Runs it, with the options of its command and of those above it. */
  readonly run: (verb: Verb, command: Command) => Promise<void>;
}

/** An option that may be given again. */
export function oneMore(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** One of these words. */
export function oneOf(...words: readonly string[]): (text: string) => string {
  return (text) => {
    if (words.includes(text)) return text;
    throw new InvalidArgumentError(`Allowed are ${words.join(', ')}.`);
  };
}

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}
