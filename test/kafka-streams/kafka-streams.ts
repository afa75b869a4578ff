import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Failure } from '@vilfredo/event-sourcing';
import type { PeerRun, Source } from '../bench/peers/peer.js';
import { builtApplication } from './built-application.js';

export interface StreamsSetting {
  readonly store: 'memory' | 'rocksdb';
  readonly guarantee: 'at_least_once' | 'exactly_once_v2';
}

/** What most people start with, and what they are advised to run. */
export const inMemoryAtLeastOnce: StreamsSetting = { store: 'memory', guarantee: 'at_least_once' };
export const rocksDbExactlyOnce: StreamsSetting = { store: 'rocksdb', guarantee: 'exactly_once_v2' };

/**
 * One pass over the topic. Its `seconds` and `cpuSeconds` begin with the first event and end with the last one folded:
 * neither joining the group nor committing what is open at the end is in them.
 */
export interface StreamsPass extends PeerRun {
  readonly pass: number;
  readonly events: number;
  readonly customers: number;
  /** The same with joining the group and making its topics. */
  readonly secondsSinceStart: number;
  readonly cpuSecondsSinceStart: number;
  /** What committing, flushing and closing took after that. */
  readonly closingSeconds: number;
  readonly closingCpuSeconds: number;
}

/** A small heap; of three collectors the one with which it took the least processor time. */
const javaOptions = ['-Xms512m', '-Xmx1g', '-XX:+UseParallelGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];

/**
 * Runs the Kafka Streams application over a topic of a real broker, several passes in one process: from the second on
 * it is warm.
 * @throws Failure `unavailable` when it cannot be built or run
 */
export async function kafkaStreams(
  { brokers, topic, events, asOf }: Source,
  { store, guarantee }: StreamsSetting,
  passes = 2,
): Promise<readonly StreamsPass[]> {
  const options = { brokers: brokers.join(), topic, events, 'as-of': asOf, store, guarantee, passes };
  const lines = await runJava(
    'vilfredo.streams.Main',
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  );
  return lines.map((line) => {
    const { sha256, ...pass } = JSON.parse(line) as StreamsPass & { sha256: string };
    return { ...pass, facts: sha256 };
  });
}

/** The hash of the facts that the application's fold leaves of events that it is given as lines, without a broker. */
export async function foldedByKafkaStreams(events: Iterable<object>, asOf: number): Promise<string> {
  const text = Array.from(events, (event) => `${JSON.stringify(event)}\n`).join('');
  const [hash = ''] = await runJava('vilfredo.streams.FoldLines', [String(asOf)], text);
  return hash;
}

/** @returns the lines it prints */
async function runJava(mainClass: string, parameters: readonly string[], input = ''): Promise<readonly string[]> {
  const classPath = await builtApplication();
  const child = spawn('java', [...javaOptions, '-cp', classPath, mainClass, ...parameters], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Nothing outlives the process that started it.
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  const lines: string[] = [];
  const complaints: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  child.stdin.end(input);
  const [code, signal] = await once(child, 'close');
  process.off('exit', end);
  if (code === 0) return lines;
  throw new Failure('unavailable', `${mainClass} ended with ${code ?? signal}: ${complaints.join('\n').slice(-1_500)}`);
}
