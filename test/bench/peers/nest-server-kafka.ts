import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, KafkaContext, type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { logLevel } from 'kafkajs';
import { Countdown } from '../countdown.js';
import { FactsInMemory } from '../decode-and-fold.js';
import { eventOf } from './event-record.js';
import { freshGroup, type Peer, type Source, Stopwatch } from './peer.js';

const toBeDone = Symbol('work');

interface Work {
  readonly folded: FactsInMemory;
  readonly countdown: Countdown;
}

/** Nest's own Kafka transport with the same decoding and fold in an `@EventPattern` handler, called message by message. */
export const nestServerKafka: Peer = async (source) => {
  const [folded, countdown] = [new FactsInMemory(), new Countdown()];
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(serviceOf(source, { folded, countdown }), {
    logger: ['error', 'fatal'],
    abortOnError: false,
    transport: Transport.KAFKA,
    options: {
      client: { brokers: [...source.brokers], clientId: 'stock-nest', logLevel: logLevel.ERROR },
      consumer: { groupId: freshGroup('stock-nest') },
      subscribe: { fromBeginning: true },
      // The fold parses by itself; parsed twice, the peer would be slower than it has to be.
      parser: { keepBinary: true },
    },
  });
  const done = countdown.from(source.events);
  const stopwatch = new Stopwatch();
  try {
    await service.listen();
    await done;
    return { ...stopwatch.read(), facts: folded.sha256(source.asOf) };
  } finally {
    await service.close();
  }
};

function serviceOf({ topic }: Source, { folded, countdown }: Work): new () => object {
  @Controller()
  class OrdersController {
    constructor(@Inject(toBeDone) private readonly work: Work) {}

    @EventPattern<string>(topic)
    handle(@Ctx() context: KafkaContext): void {
      this.work.folded.fold([eventOf(context.getMessage(), context.getTopic(), context.getPartition())]);
      this.work.countdown.count(1);
    }
  }

  @Module({ controllers: [OrdersController], providers: [{ provide: toBeDone, useValue: { folded, countdown } }] })
  class OrdersModule {}

  return OrdersModule;
}
