import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Refusals, type RefusedBy } from './refusals.js';

/** `GET /refused`: what the intakes of this process refused, by reason. */
@ApiExcludeController()
@Controller('refused')
export class RefusalsController {
  constructor(private readonly refusals: Refusals) {}

  @Get()
  @Header('cache-control', 'no-store')
  async byReason(): Promise<{ refused: RefusedBy }> {
    return { refused: await this.refusals.byReason() };
  }
}
