import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { Described } from '@vilfredo/service';
import { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import { type RebuildReport, rebuild } from './rebuild.js';
import { rebuilding } from './rebuild.openapi.js';

/** `POST /rebuilds` `{check}`: folds the log again; answers when it is done. One at a time. */
@Controller('rebuilds')
export class RebuildController {
  private running = false;

  constructor(@Inject(ScoringRuntime) private readonly runtime: ScoringRuntime) {}

  @Post()
  @Described(rebuilding)
  @HttpCode(200)
  async rebuild(@Body() body: { check?: unknown } | undefined): Promise<RebuildReport> {
    const check = body?.check ?? true;
    if (typeof check !== 'boolean') throw new Failure('invalid', 'must be true or false', { field: 'check' });
    if (this.running) throw new Failure('conflict', 'a rebuild is running already');
    this.running = true;
    try {
      return await rebuild(this.runtime, { check });
    } finally {
      this.running = false;
    }
  }
}
