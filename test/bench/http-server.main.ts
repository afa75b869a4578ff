import 'reflect-metadata';
import { once } from 'node:events';
import { serve } from '@vilfredo/all-in-one';
import { Liveness, Log, Metrics, Readiness, Shutdown } from '@vilfredo/service';
import { demoLog } from './demo-log.js';
import { runningFrom, temporaryDeployment } from './temporary-deployment.js';

const { before, measured, until } = demoLog({ customers: Number(process.argv[2]) });
const clock = runningFrom(until);
const { deployment, build, dispose } = await temporaryDeployment({ clock, epochs: 'by-itself' });
await build([...before, ...measured]);

const log = new Log({ service: 'bench', clock, level: 'error', write: (line) => void process.stderr.write(line) });
const parts = {
  log,
  liveness: new Liveness(clock),
  metrics: new Metrics(),
  readiness: new Readiness(),
  shutdown: new Shutdown({ log, clock, exit: (code) => process.exit(code) }),
};
const serving = await serve(deployment, parts, { host: '127.0.0.1', port: 0, authentication: false });
process.send?.({ address: serving.address, now: clock(), cursor: await deployment.log.end() });
await once(process, 'message');
await serving.stopIntake();
await dispose();
process.exit(0);
