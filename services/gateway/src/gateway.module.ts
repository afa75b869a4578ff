import { type DynamicModule, Module } from '@nestjs/common';
import { DescribeRoutesController } from './describe-routes/describe-routes.controller.js';
import { Upstreams } from './route-requests/upstreams.watch.js';
import { SummaryController } from './sum-up/summary.controller.js';

@Module({})
export class GatewayModule {
  static register(upstreams: Upstreams): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [DescribeRoutesController, SummaryController],
      providers: [{ provide: Upstreams, useValue: upstreams }],
    };
  }
}
