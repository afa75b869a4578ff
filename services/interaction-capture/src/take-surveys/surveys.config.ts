import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@vilfredo/event-sourcing';
import { parseJson } from '@vilfredo/row-files';
import { readTogether } from '@vilfredo/service';
import {
  fail,
  object,
  readSurveySource,
  type SecretPlaces,
  type SurveyScheme,
  type SurveySource,
} from './survey-source.js';

const fewestBytes = 16;

/**
 * The survey tools that may send webhooks, by the name in their address, from the file that `VILFREDO_SURVEYS` names:
 * JSON `{name: {scheme, secretFile | secretEnv, timestampField?, fields, scale}}`. Files of secrets are found from there.
 * @param env the environment in which `secretEnv` is looked up
 * @throws Failure `invalid` naming the first wrong setting of each, never a secret
 */
export async function loadSurveys(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlyMap<string, SurveySource>> {
  const settings = parseJson((await contentOf(file, 'surveys')).replace(/^\ufeff/, ''));
  if (settings === undefined) throw new Failure('invalid', 'is not JSON', { field: 'VILFREDO_SURVEYS' });
  const readOne = async (name: string, value: unknown): Promise<SurveySource> => {
    const { places, ...source } = readSurveySource(name, value);
    const secrets = await readSecrets(places, source.scheme, { folder: path.dirname(file), env, name });
    return { ...source, secrets };
  };
  const given = Object.entries(object(settings, 'surveys'));
  const surveys = await readTogether(
    Object.fromEntries(given.map(([name, value]) => [name, () => readOne(name, value)])),
  );
  return new Map(Object.entries(surveys));
}

async function readSecrets(
  { files, variables }: SecretPlaces,
  scheme: SurveyScheme,
  { folder, env, name }: { folder: string; env: Readonly<Record<string, string | undefined>>; name: string },
): Promise<readonly Uint8Array[]> {
  const field = `surveys.${name}.secretFile`;
  const texts = await Promise.all(files.map((file) => contentOf(path.resolve(folder, file), field)));
  texts.push(...variables.map((variable) => env[variable] ?? ''));
  const lines = texts.flatMap((text) => text.split(/\s+/)).filter((line) => line !== '');
  const secrets = lines.map((line) => secretOf(line, scheme));
  if (secrets.length === 0) fail(field, 'holds no secret, nor does secretEnv');
  if (secrets.some((secret) => secret.length < fewestBytes))
    fail(field, `must hold secrets of ${fewestBytes} bytes or more`);
  return secrets;
}

/** Standard Webhooks writes secrets in base64 behind `whsec_`; others sign with the bytes of the text. */
function secretOf(line: string, scheme: SurveyScheme): Uint8Array {
  return scheme === 'standard-webhooks' ? Buffer.from(line.replace(/^whsec_/, ''), 'base64') : Buffer.from(line);
}

async function contentOf(file: string, field: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure('invalid', `cannot be read (${code})`, { field, cause: error });
  }
}
