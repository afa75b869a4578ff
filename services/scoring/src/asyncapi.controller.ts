import { Controller, Get } from '@nestjs/common';
import { asyncApi } from '@vilfredo/events';

/** `GET /asyncapi.json`: the contract of the events. */
@Controller()
export class AsyncApiController {
  @Get('asyncapi.json')
  document() {
    return asyncApi();
  }
}
