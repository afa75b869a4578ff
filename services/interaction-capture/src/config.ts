import { checkSettings, type Environment, readSettings, readTogether } from '@vilfredo/service';
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
}

/** `VILFREDO_CALLS`, `VILFREDO_SURVEYS`. */
class EdgeVariables {
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

/** @throws Failure `invalid` naming all that is missing or wrong; never a value */
export function readCaptureConfig(env: Environment): Promise<CaptureConfig> {
  return readTogether({
    country: () => readSettings(CaptureSettings, { env }).country,
    masterKey: () => masterKeyFrom({ setting: env.VILFREDO_MASTER_KEY }),
    edges: () => readEdgeSources(env),
    watched: () => readSourceSettings(env),
  });
}

/**
 * The systems that may hand in calls and surveys, from the files that `VILFREDO_CALLS` and `VILFREDO_SURVEYS` name.
 * @throws Failure `invalid` naming all that is wrong with them
 */
export async function readEdgeSources(env: Environment): Promise<EdgeSources> {
  const { calls, surveys } = checkSettings(EdgeVariables, { env }).settings;
  const { callMappings, surveySources } = await readTogether({
    names: () => readSettings(EdgeVariables, { env }),
    callMappings: () => (calls === undefined ? [] : loadCallMappings(calls)),
    surveySources: () => (surveys === undefined ? new Map() : loadSurveys(surveys, env)),
  });
  return { callMappings, surveys: surveySources };
}
