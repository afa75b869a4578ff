import 'reflect-metadata';
import { observeScoring } from '@vilfredo/scoring';
import { boundHeap, Liveness, Log, Metrics, Readiness, Shutdown, start, stopForDefect } from '@vilfredo/service';
import { readConfig } from './config.js';
import { ContactServices } from './contact-services.js';
import { dayOf, fillWithDemo, isDemo, isEmpty, trickle } from './demo-intake.js';
import { openDeployment } from './deployment.js';
import { deploymentClock } from './deployment-clock.js';
import { serve } from './serve.js';
import { UnfinishedDemo } from './unfinished-demo.js';

boundHeap();
const exit = (code: number) => process.exit(code);

await start(
  async (stoppedBy) => {
    const { settings: config, sources, edges, delivery } = await readConfig(process.argv.slice(2));
    const at = { host: config.host, port: config.port, authentication: false };
    const machine = () => Date.now();
    const clock = deploymentClock(machine, config.clock);
    const pretty = process.stderr.isTTY === true;
    const write = (line: string) => void process.stderr.write(line);
    const log = new Log({ service: 'vilfredo', clock: machine, level: config.logLevel, write, pretty });
    const liveness = new Liveness(clock);
    const metrics = new Metrics();
    const readiness = new Readiness();
    const shutdown = new Shutdown({ log, clock: machine, exit });
    stoppedBy(shutdown);
    const parts = { log, liveness, metrics, readiness, shutdown };

    const { data: folder, masterKey, country, stopOnDefects: stopsOnDefects } = config;
    const observe = { ...observeScoring(log.for('scoring'), metrics, clock), stopped: stopForDefect('scoring', parts) };
    const deployment = await openDeployment({ folder, now: clock, observe, stopsOnDefects, scoring: 'when-settled' });
    shutdown.step('close', 'stores', () => deployment.close());
    shutdown.step('drain', 'scoring', () => deployment.runtime.stop());
    const stores = { log: deployment.log, store: deployment.store, clock };
    const services = await ContactServices.open({
      ...{ ...stores, folder, masterKey, country, sources, stopsOnDefects },
      told: parts,
    });
    shutdown.step('drain', 'contacts', () => services.stop());
    shutdown.listen(process);

    const demo = {
      log: deployment.log,
      contacts: services,
      clock,
      seed: config.demoSeed,
      customers: config.demoCustomers,
    };
    const unfinished = new UnfinishedDemo(config.data);
    const fresh = { seed: config.demoSeed, customers: config.demoCustomers, until: dayOf(clock()) };
    const plan = config.demo ? await unfinished.next(fresh, () => isEmpty(deployment.log)) : null;
    if (plan !== null) {
      log.info('filling the data folder with the demo enterprise');
      const facts = await fillWithDemo(demo, plan);
      await unfinished.done();
      log.info('the demo enterprise is in', { facts });
    }
    const serving = await serve(deployment, parts, at, { services, delivery, edges });
    await services.start();
    await deployment.settle();
    const trickling = config.demo && config.live && (await isDemo(deployment.log));
    const dry = trickling ? trickle(demo, (error) => log.warn('a demo order was not taken', error)) : () => undefined;
    shutdown.step('intake', 'routes', async () => {
      dry();
      readiness.markStopping();
      await serving.stopIntake();
    });
    readiness.markStarted();
    const customers = await deployment.runtime.views.count();
    process.stdout.write(`vilfredo ready ${serving.address} embedded data=${config.data} customers=${customers}\n`);
  },
  { write: (text) => void process.stderr.write(text), exit },
);
