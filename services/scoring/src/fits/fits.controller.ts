import { Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { Described } from '@vilfredo/service';
import { answerLongWork } from '../query/long-work.stream.js';
import type { RawReply } from '../query/reply.stream.js';
import { Fits } from './fits.js';
import { fit } from './fits.openapi.js';

/** `POST /policy/fits`: the policy in force with its models fitted to the book, with progress for whoever asks for it. */
@Controller('policy/fits')
export class FitsController {
  constructor(@Inject(Fits) private readonly fits: Fits) {}

  @Post()
  @Described(fit)
  @HttpCode(200)
  async begin(@Headers('accept') accept = '', @Res() reply: RawReply): Promise<void> {
    await answerLongWork(this.fits.begin(), accept, reply, (error) => this.fits.failed(error));
  }
}
