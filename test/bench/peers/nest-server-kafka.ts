import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, KafkaContext, type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { logLevel } from 'kafkajs';
import { FactsInMemory } from '../decode-and-fold.js';
import { eventOf } from './event-record.js';
import { Consumption, freshGroup, type Peer, type Source, Stopwatch } from './peer.js';

const toBeDone = Symbol('work');

interface Work {
  readonly folded: FactsInMemory;
  readonly consumption: Consumption;
}

/** Nest's own Kafka transport with the same decoding and fold in an `@EventPattern` handler, called message by message. */
export const nestServerKafka: Peer = async (source) => {
  const [folded, consumption] = [new FactsInMemory(), new Consumption(source.events)];
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(
    serviceOf(source, { folded, consumption }),
    {
      logger: false,
      abortOnError: false,
      transport: Transport.KAFKA,
      options: {
        client: { brokers: [...source.brokers], clientId: 'stock-nest', logLevel: logLevel.NOTHING },
        consumer: { groupId: freshGroup('stock-nest') },
        subscribe: { fromBeginning: true },
        // The fold parses by itself; parsed twice, the peer would be slower than it has to be.
        parser: { keepBinary: true },
      },
    },
  );
  service.status.subscribe((status) => {
    if (status === 'crashed') consumption.fail(new Error('the consumer of stock Nest crashed'));
  });
  const stopwatch = new Stopwatch();
  try {
    await service.listen();
    await consumption.done;
    return { ...stopwatch.read(), facts: folded.sha256(source.asOf) };
  } finally {
    await service.close();
  }
};

function serviceOf({ topic }: Source, { folded, consumption }: Work): new () => object {
  @Controller()
  class OrdersController {
    constructor(@Inject(toBeDone) private readonly work: Work) {}

    @EventPattern<string>(topic)
    handle(@Ctx() context: KafkaContext): void {
      const { consumption, folded } = this.work;
      consumption.take(1, () =>
        folded.fold([eventOf(context.getMessage(), context.getTopic(), context.getPartition())]),
      );
    }
  }

  @Module({ controllers: [OrdersController], providers: [{ provide: toBeDone, useValue: { folded, consumption } }] })
  class OrdersModule {}

  return OrdersModule;
}
