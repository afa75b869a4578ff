import { readSettings } from '@vilfredo/service';
import { masterKeyFrom } from '@vilfredo/vault';
import { IsISO31661Alpha2, IsOptional, IsString, Length } from 'class-validator';
import type { EdgeSources } from './http-edges.js';
import { loadCallMappings } from './take-calls/calls.config.js';
import { loadSurveys } from './take-surveys/surveys.config.js';
import { readSourceSettings, type SourceSettings } from './watch-sources/watch-sources.runner.js';

/** Settings of this service beside those that every service has. */
export class CaptureSettings {
  /** How phone numbers without a country code are read: `DE`, `GB` … The same for every process. */
  @IsOptional() @IsISO31661Alpha2() country?: string;
  /** A file that lists the mappings of telephone systems with columns of their own. */
  @IsOptional() @IsString() @Length(1, 4_000) calls?: string;
  /** A file that lists the survey tools that may send webhooks. */
  @IsOptional() @IsString() @Length(1, 4_000) surveys?: string;
}

export interface CaptureConfig {
  readonly masterKey: Buffer;
  readonly country: string | undefined;
  readonly edges: EdgeSources;
  readonly watched: SourceSettings;
}

/** @throws Failure `invalid` naming what is missing or wrong; never a value */
export async function readCaptureConfig(): Promise<CaptureConfig> {
  const { country } = readSettings(CaptureSettings, { env: process.env });
  const masterKey = await masterKeyFrom({ setting: process.env.VILFREDO_MASTER_KEY });
  return { masterKey, country, edges: await readEdgeSources(), watched: readWatchedSources() };
}

/**
 * The systems that may hand in calls and surveys, from the files that `VILFREDO_CALLS` and `VILFREDO_SURVEYS` name.
 * @throws Failure `invalid` naming what is wrong with them
 */
export async function readEdgeSources(): Promise<EdgeSources> {
  const { calls, surveys } = readSettings(CaptureSettings, { env: process.env });
  return {
    callMappings: calls === undefined ? [] : await loadCallMappings(calls),
    surveys: surveys === undefined ? new Map() : await loadSurveys(surveys, process.env),
  };
}

/**
 * Where mail and letters are fetched from: `VILFREDO_MAIL`, `VILFREDO_LETTERS`.
 * @throws Failure `invalid` naming every wrong field, never a password
 */
export function readWatchedSources(): SourceSettings {
  return readSourceSettings(process.env);
}
