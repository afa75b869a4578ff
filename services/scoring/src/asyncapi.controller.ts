import { Controller, Get } from '@nestjs/common';
import { asyncApi } from '@vilfredo/events';
import { Described, is, json } from '@vilfredo/service';

/** `GET /asyncapi.json`: the contract of the events. */
@Controller()
export class AsyncApiController {
  @Get('asyncapi.json')
  @Described({
    summary: 'The contract of the events.',
    answers: { 200: json(is.named(is.anything)) },
  })
  document() {
    return asyncApi();
  }
}
