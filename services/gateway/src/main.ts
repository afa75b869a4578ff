import 'reflect-metadata';
import { Liveness, Log, Metrics, Readiness, Shutdown, start } from '@vilfredo/service';
import { addressesIn, readConfig } from './config.js';
import { serve } from './serve.js';

const exit = (code: number) => process.exit(code);

await start(
  async () => {
    const config = await readConfig(process.argv.slice(2));
    const at = { host: config.host, port: config.port, authentication: config.trustNetwork };
    const clock = () => Date.now();
    const pretty = process.stderr.isTTY === true;
    const write = (line: string) => void process.stderr.write(line);
    const log = new Log({ service: 'gateway', clock, level: config.logLevel, write, pretty });
    const readiness = new Readiness();
    const shutdown = new Shutdown({ log, clock, exit });
    const parts = { log, liveness: new Liveness(clock), metrics: new Metrics(), readiness, shutdown };

    const serving = await serve(addressesIn(config), parts, at, clock);
    shutdown.step('intake', 'routes', () => {
      readiness.markStopping();
      return serving.stopIntake();
    });
    shutdown.listen(process);
    readiness.markStarted();
    process.stdout.write(`vilfredo ready ${serving.address} gateway\n`);
  },
  { write: (text) => void process.stderr.write(text), exit },
);
