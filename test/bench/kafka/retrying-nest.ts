import { setTimeout as pause } from 'node:timers/promises';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Ctx,
  EventPattern,
  KafkaContext,
  KafkaRetriableException,
  type MicroserviceOptions,
  Transport,
} from '@nestjs/microservices';
import { logLevel } from 'kafkajs';
import { FactsInMemory } from '../decode-and-fold.js';
import { eventOf } from '../peers/event-record.js';
import { freshGroup } from '../peers/peer.js';
import type { PoisonedPartition, Recovery } from './poisoned-partition.js';

const toHandle = Symbol('handle');

/**
 * Nest's own Kafka transport with the same fold in its handler. What cannot be folded is thrown as retriable: it is the one
 * way that Nest has of not losing it (anything else that a handler throws is written to the log, and the event is gone).
 */
export async function retryingNest({ source, isPoisonous, next }: PoisonedPartition, boundMs: number): Recovery {
  const folded = new FactsInMemory();
  let tried: number | undefined;
  const handled = Promise.withResolvers<number>();
  const handle = (context: KafkaContext) => {
    const event = eventOf(context.getMessage(), context.getTopic(), context.getPartition());
    if (isPoisonous(event)) tried ??= performance.now();
    try {
      folded.fold([event]);
    } catch (error) {
      throw new KafkaRetriableException(String(error));
    }
    if (tried !== undefined && event.id === next) handled.resolve(performance.now() - tried);
  };
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(serviceOf(source.topic, handle), {
    logger: false,
    abortOnError: false,
    transport: Transport.KAFKA,
    options: {
      client: { brokers: [...source.brokers], clientId: 'stock-nest', logLevel: logLevel.NOTHING },
      consumer: { groupId: freshGroup('stock-nest-poisoned') },
      subscribe: { fromBeginning: true },
      parser: { keepBinary: true },
    },
  });
  try {
    await service.listen();
    return await Promise.race([handled.promise, pause(boundMs, null)]);
  } finally {
    await service.close();
  }
}

function serviceOf(topic: string, handle: (context: KafkaContext) => void): new () => object {
  @Controller()
  class OrdersController {
    constructor(@Inject(toHandle) private readonly handle: (context: KafkaContext) => void) {}

    @EventPattern<string>(topic)
    onOrder(@Ctx() context: KafkaContext): void {
      this.handle(context);
    }
  }

  @Module({ controllers: [OrdersController], providers: [{ provide: toHandle, useValue: handle }] })
  class OrdersModule {}

  return OrdersModule;
}
