import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '@vilfredo/event-sourcing';

const run = promisify(execFile);

const isSource = import.meta.filename.endsWith('.ts');
/** The folder `test`, from its sources and from its build. */
const tests = isSource ? dirname(import.meta.dirname) : dirname(dirname(import.meta.dirname));
const sources = join(tests, 'kafka-streams');
const builds = join(dirname(tests), '.toolchain', 'kafka-streams');

/** Whether Java and Maven are there. */
export async function canBuildApplication(): Promise<boolean> {
  const found = await Promise.allSettled([run('javac', ['-version']), run('mvn', ['-version'])]);
  return found.every(({ status }) => status === 'fulfilled');
}

/**
 * The class path of the Kafka Streams application, built by Maven when its sources have changed.
 * @throws Failure `unavailable` when Maven is missing, or cannot fetch what is needed, or refuses the sources
 */
export async function builtApplication(): Promise<string> {
  const built = join(builds, await hashOfSources());
  if (!existsSync(built)) await build(built);
  return [join(built, 'classes'), join(built, 'lib', '*')].join(delimiter);
}

async function build(built: string): Promise<void> {
  const building = `${built}.${process.pid}`;
  await mkdir(building, { recursive: true });
  const copying = [
    'dependency:copy-dependencies',
    `-DoutputDirectory=${join(building, 'lib')}`,
    '-DincludeScope=runtime',
  ];
  const pom = join(sources, 'pom.xml');
  try {
    await run('mvn', ['-q', '-B', '-f', pom, `-Dbuilt=${building}`, 'compile', ...copying], { maxBuffer: 1 << 24 });
    // Another process may have been quicker: what it built is the same.
    if (!existsSync(built)) await rename(building, built);
  } catch (error) {
    const { stdout = '', message } = error as { stdout?: string; message: string };
    const said = `${stdout}\n${message}`.trim().slice(-1_000);
    throw new Failure('unavailable', `the Kafka Streams application cannot be built: ${said}`, { cause: error });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function hashOfSources(): Promise<string> {
  const names = (await readdir(sources, { recursive: true })).filter((name) => /\.java$|^pom\.xml$/.test(name));
  const hash = createHash('sha256');
  for (const name of names.sort()) hash.update(name).update(await readFile(join(sources, name)));
  return hash.digest('hex').slice(0, 12);
}
