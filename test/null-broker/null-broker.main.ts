/** The null broker as a process: it is told its records over the channel to its parent, serves, and ends with its parent. */
import { serveBroker } from './serve-broker.js';
import type { Instruction, Serving } from './start-null-broker.js';
import { TopicTable } from './topic-table.js';

let topics = new TopicTable();

process.on('disconnect', () => process.exit(0));
process.on('message', (instruction: Instruction) => void obey(instruction));

async function obey(instruction: Instruction): Promise<void> {
  if (instruction.type === 'loops') topics = new TopicTable(instruction.loops);
  else if (instruction.type === 'topic') topics.create(instruction.topic, instruction.partitions);
  else if (instruction.type === 'batch') {
    const { topic, partition, records, bytes } = instruction;
    topics.add(topic, partition, { records, bytes: Buffer.from(bytes) });
  } else {
    const onTrouble = ({ message }: Error) => void process.stderr.write(`null broker: ${message}\n`);
    const { port } = await serveBroker(topics, { onTrouble });
    const serving: Serving = { port };
    process.send?.(serving);
  }
}
