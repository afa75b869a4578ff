import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '@vilfredo/event-sourcing';
import { cached, packageFolder } from './cache-folder.js';
import { programFolders } from './config.js';

const run = promisify(execFile);
const needed = ['java', 'javac', 'mvn'] as const;

/** The programs that the local stack needs and this machine has not. */
export function missingPrograms(folders = programFolders()): string[] {
  return needed.filter((program) => !folders.some((folder) => isProgram(join(folder, program))));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** One library in Maven's repository: `group:name:version`. */
export type Library = `${string}:${string}:${string}`;

/**
 * The jars of some libraries and of all that they need, as a class path; fetched by Maven the first time.
 * @throws Failure `unavailable` when Maven is missing or cannot fetch them
 */
export async function jarsOf(name: string, libraries: readonly Library[]): Promise<string> {
  const folder = await cached(name, async (filling) => {
    await writeFile(join(filling, 'pom.xml'), pomOf(libraries));
    await runProgram(
      'mvn',
      ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=.', '-DincludeScope=runtime'],
      filling,
    );
    await rm(join(filling, 'pom.xml'));
  });
  return join(folder, '*');
}

function pomOf(libraries: readonly Library[]): string {
  const dependencies = libraries.map((library) => {
    const [group, artifact, version] = library.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>vilfredo</groupId><artifactId>local-stack</artifactId><version>1</version>
<dependencies>${dependencies.join('\n')}</dependencies></project>`;
}

/**
 * A Java source of this package, compiled against a class path; again only when the source has changed.
 * @returns the folder of its classes
 * @throws Failure `unavailable` when the compiler is missing or refuses it
 */
export async function compiled(source: string, classPath = ''): Promise<string> {
  const file = join(packageFolder, 'java', `${source}.java`);
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 12);
  return cached(`${source}-${hash}`, (filling) =>
    runProgram('javac', ['-encoding', 'UTF-8', '-cp', classPath, '-d', filling, file], filling),
  );
}

/** Runs a program to its end. @throws Failure `unavailable` with the last of what it said */
export async function runProgram(program: string, parameters: readonly string[], cwd: string): Promise<void> {
  try {
    await run(program, parameters, { cwd, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.trim().slice(-1_000);
    throw new Failure('unavailable', `${program} could not do its work: ${said}`, { cause: error });
  }
}
