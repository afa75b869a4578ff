import 'reflect-metadata';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dayOf, UnfinishedDemo } from '@vilfredo/all-in-one';
import { Log, Shutdown, start } from '@vilfredo/service';
import { readConfig } from './config.js';
import { fillWithDemo, isEmpty, trickle } from './fill-with-demo.js';
import { Stack } from './start-stack.js';

const exit = (code: number) => process.exit(code);
const write = (text: string) => void process.stderr.write(text);

await start(
  async (stoppedBy) => {
    const config = await readConfig(process.argv.slice(2));
    const machine = () => Date.now();
    const log = new Log({ service: 'stack', clock: machine, level: 'info', write, pretty: process.stderr.isTTY });
    const shutdown = new Shutdown({ log, clock: machine, exit, limitMs: 90_000 });
    stoppedBy(shutdown);
    const logs = resolve(config.data, 'logs');
    await mkdir(logs, { recursive: true });
    const files = new Map<string, WriteStream>();
    const fileOf = (service: string): WriteStream => {
      const known = files.get(service);
      if (known !== undefined) return known;
      const file = createWriteStream(join(logs, `${service}.log`), { flags: 'a' });
      file.on('error', (error) => log.error(`the log of ${service} is not written`, error));
      files.set(service, file);
      return file;
    };
    const stack = await Stack.start(config, {
      ready: (part, at) => void process.stdout.write(`ready ${part} ${at}\n`),
      log: (service, line) => fileOf(service).write(`${line}\n`),
      ended: (service, code) => {
        log.error(`${service} ended with ${code}: see ${join(logs, `${service}.log`)}`);
        void shutdown.fail(`${service} ended`);
      },
    });
    const { address, clockShift } = stack;
    const clock = () => machine() + clockShift;
    const demo = { address, clock, seed: config.demoSeed, customers: config.demoCustomers };
    let dry: () => void = () => undefined;
    shutdown.step('intake', 'demo', () => dry());
    shutdown.step('close', 'stack', () => stack.stop());
    shutdown.listen(process);
    const unfinished = new UnfinishedDemo(config.data);
    const fresh = { seed: config.demoSeed, customers: config.demoCustomers, until: dayOf(clock()) };
    const plan = config.demo ? await unfinished.next(fresh, () => isEmpty(address)) : null;
    if (plan !== null) {
      log.info('sending the demo enterprise to the stack');
      const facts = await fillWithDemo(address, plan);
      await unfinished.done();
      log.info('the demo enterprise is in', { facts });
      if (config.live) dry = trickle(demo, (error) => log.warn('a demo order was not taken', { error: String(error) }));
    }
    process.stdout.write(`vilfredo ready ${address} stack data=${config.data} scoring=${config.scoring}\n`);
  },
  { write, exit },
);
