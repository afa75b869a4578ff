import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { registerContentTypes } from '@vilfredo/service';
import type { FastifyInstance } from 'fastify';
import { ImportContactsController, type ImportContactsParts, importPartsToken } from './import-contacts.controller.js';

@Module({})
export class ImportContactsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  static register(parts: ImportContactsParts): DynamicModule {
    return {
      module: ImportContactsModule,
      controllers: [ImportContactsController],
      providers: [{ provide: importPartsToken, useValue: parts }],
    };
  }

  onModuleInit(): void {
    registerContentTypes(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}
