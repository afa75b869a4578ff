import 'reflect-metadata';
import { Controller, type INestMicroservice, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { openEventLog } from '@vilfredo/embedded';
import { type EventLog, type EventPage, Failure, type Subscription } from '@vilfredo/event-sourcing';
import { anEvent, eventually, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { BatchFailureFilter } from './batch-failure-filter.js';
import { BatchContext, KafkaBatchStrategy, type StrategyOptions } from './kafka-batch-strategy.js';

const taken: [string, string[]][] = [];
let failures: unknown[] = [];

@Controller()
class OrdersController {
  @EventPattern(['orders', 'customers'])
  async fold(@Payload() page: EventPage, @Ctx() context: BatchContext) {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    taken.push([`fold for ${context.group}`, page.events.map(({ topic }) => topic)]);
  }

  @EventPattern('alerts')
  tell(@Payload() page: EventPage) {
    taken.push(['tell', page.events.map(({ topic }) => topic)]);
  }
}

@Controller()
class AskedController {
  @MessagePattern('orders')
  answer() {
    return 'nobody';
  }
}

@Module({ controllers: [OrdersController] })
class OrdersModule {}

@Module({ controllers: [AskedController] })
class AskedModule {}

describe('batches for Nest controllers', () => {
  let folder: TemporaryFolder;
  let log: EventLog;
  let app: INestMicroservice | undefined;
  beforeEach(async () => {
    folder = await temporaryFolder();
    log = await openEventLog({ folder: folder.path, clock: () => Date.now(), backoff: { first: 5, most: 20 } });
    taken.length = 0;
    failures = [];
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await log.close();
    await folder.dispose();
  });
  const serve = async (module: Type<unknown>, options: Partial<StrategyOptions> = {}) => {
    const strategy = new KafkaBatchStrategy({ log, group: 'scoring', batchSize: 10, ...options });
    app = await NestFactory.createMicroservice(module, { strategy, logger: false });
    app.useGlobalFilters(new BatchFailureFilter());
    await app.listen();
    return strategy;
  };

  it('given methods for topics, when a batch holds events of several, then each method gets its own in one page', async () => {
    const topics = ['orders', 'customers', 'alerts', 'orders'];
    await log.append(topics.map((topic) => anEvent({ topic })));

    await serve(OrdersModule);

    await eventually(() => expect(taken).toHaveLength(2));
    expect(taken).toEqual([
      ['fold for scoring', ['orders', 'customers', 'orders']],
      ['tell', ['alerts']],
    ]);
  });

  it('given a method that rejects, when the batch comes again, then its owner is told the reason itself', async () => {
    failures = [new Failure('unavailable', 'no database'), new Error('a bug')];
    const told: unknown[] = [];
    await log.append([anEvent()]);

    await serve(OrdersModule, { onFailure: (error, attempt) => told.push([String(error), attempt]) });

    await eventually(() => expect(taken).toHaveLength(1));
    expect(told).toEqual([
      ['Failure: no database', 1],
      ['Error: a bug', 2],
    ]);
  });

  it('given an application that closes, when it has, then the batch is committed and no other comes', async () => {
    await log.append([anEvent()]);
    const strategy = await serve(OrdersModule);
    await eventually(() => expect(taken).toHaveLength(1));
    expect(await strategy.unwrap<Subscription>().lag()).toBe(0);

    await app?.close();
    await log.append([anEvent()]);
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(taken).toHaveLength(1);
  });

  it('given a method that answers messages, when it is to be served, then that is invalid', async () => {
    await expect(serve(AskedModule)).rejects.toMatchObject({ kind: 'invalid', field: 'topics' });
  });
});
