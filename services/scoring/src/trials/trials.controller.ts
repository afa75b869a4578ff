import type { Writable } from 'node:stream';
import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { problemOf } from '@vilfredo/service';
import { type RawReply, write } from '../query/reply.stream.js';
import type { TrialReport } from './trial-report.js';
import { Trials } from './trials.js';

const progressEveryMs = 500;

/**
 * `POST /policy/trials`: what a period would have been under other rules. Answers with the report; whoever accepts
 * `application/x-ndjson` is told how far it is until then, a line at a time.
 */
@Controller('policy/trials')
export class TrialsController {
  constructor(@Inject(Trials) private readonly trials: Trials) {}

  @Post()
  @HttpCode(200)
  async begin(@Body() body: unknown, @Headers('accept') accept = '', @Res() reply: RawReply): Promise<void> {
    const run = this.trials.begin(body);
    const gone = new AbortController();
    reply.raw.on('close', () => gone.abort(new Failure('unavailable', 'whoever asked is gone')));
    if (!accept.includes('application/x-ndjson')) {
      reply.send(await run(() => undefined, gone.signal));
      return;
    }
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    await this.stream(reply.raw, run, gone.signal);
  }

  private async stream(to: Writable, run: ReturnType<Trials['begin']>, gone: AbortSignal): Promise<void> {
    let told = Number.NEGATIVE_INFINITY;
    const onProgress = (progress: unknown) => {
      if (performance.now() - told < progressEveryMs) return;
      told = performance.now();
      to.write(`${JSON.stringify({ progress })}\n`);
    };
    const last = await run(onProgress, gone).then(
      (report: TrialReport) => ({ report }),
      (error: unknown) => {
        const { problem, unexpected } = problemOf(error);
        if (unexpected) this.trials.failed(error);
        return { error: problem };
      },
    );
    await write(to, `${JSON.stringify(last)}\n`, gone);
    to.end();
  }
}
