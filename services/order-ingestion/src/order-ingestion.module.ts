import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Clock, EventLog } from '@vilfredo/event-sourcing';
import { registerContentTypes } from '@vilfredo/service';
import type { FastifyInstance } from 'fastify';
import { ImportOrdersController } from './import-orders/import-orders.controller.js';
import type { MakeSpool } from './import-orders/order-spool.js';
import { clockToken, makeSpoolToken, orderLogToken } from './injected.js';
import { RecordOrdersController } from './record-orders/record-orders.controller.js';

export interface OrderIngestionParts {
  readonly log: EventLog;
  readonly clock: Clock;
  /** One spool for each import of a file with columns. */
  readonly makeSpool: MakeSpool;
}

@Module({})
export class OrderIngestionModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  static register({ log, clock, makeSpool }: OrderIngestionParts): DynamicModule {
    return {
      module: OrderIngestionModule,
      controllers: [RecordOrdersController, ImportOrdersController],
      providers: [
        { provide: orderLogToken, useValue: log },
        { provide: clockToken, useValue: clock },
        { provide: makeSpoolToken, useValue: makeSpool },
      ],
    };
  }

  onModuleInit(): void {
    registerContentTypes(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}
