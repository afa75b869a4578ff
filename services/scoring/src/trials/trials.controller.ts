import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { Described } from '@vilfredo/service';
import { answerLongWork } from '../query/long-work.stream.js';
import type { RawReply } from '../query/reply.stream.js';
import { Trials } from './trials.js';
import { trial } from './trials.openapi.js';

/** `POST /policy/trials`: what a period would have been under other rules, with progress for whoever asks for it. */
@Controller('policy/trials')
export class TrialsController {
  constructor(@Inject(Trials) private readonly trials: Trials) {}

  @Post()
  @Described(trial)
  @HttpCode(200)
  async begin(@Body() body: unknown, @Headers('accept') accept = '', @Res() reply: RawReply): Promise<void> {
    await answerLongWork(this.trials.begin(body), accept, reply, (error) => this.trials.failed(error));
  }
}
