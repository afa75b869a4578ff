import { Controller, Get, Headers, Inject, Query, Req, Res } from '@nestjs/common';
import { type EventLog, Failure, type ViewCollection } from '@vilfredo/event-sourcing';
import { Described } from '@vilfredo/service';
import { scoreFromText } from '../assess-customer/customer-score.js';
import { limitOf } from '../query/limit.js';
import { type RawReply, write } from '../query/reply.stream.js';
import type { ScoreBook } from '../score-customers/score-book.js';
import { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import { currentScore } from './current-score.js';
import { FeedSubscribers } from './feed-subscribers.js';
import { type FeedPage, feedItem, feedPage, followFeed } from './score-feed.js';
import { changes, snapshot, stream } from './score-feed.openapi.js';

/** The part of a request that a stream needs; Fastify's own has it. */
interface RawRequest {
  readonly raw: { on(event: 'close', listener: () => void): unknown };
}

const keepAliveMs = 15_000;

/** `GET /scores/…`: the feed that cannot drop a change. */
@Controller('scores')
export class ScoreFeedController {
  private readonly log: EventLog;
  private readonly views: ViewCollection;
  private readonly book: ScoreBook;

  constructor(
    @Inject(ScoringRuntime) runtime: ScoringRuntime,
    @Inject(FeedSubscribers) private readonly subscribers: FeedSubscribers,
  ) {
    this.log = runtime.settings.log;
    this.views = runtime.views;
    this.book = runtime.book;
  }

  @Get('changes')
  @Described(changes)
  changes(@Query('after') after?: string, @Query('limit') limit?: string): Promise<FeedPage> {
    return cursorIn('after', feedPage(this.log, after === '' ? undefined : after, limitOf(limit, 10_000)));
  }

  /** Server-sent events; `Last-Event-ID` (or `?after=`) resumes, and without either the stream begins with the first change. */
  @Get('changes/stream')
  @Described(stream)
  async stream(
    @Req() request: RawRequest,
    @Res() reply: RawReply,
    @Headers('last-event-id') lastEventId?: string,
    @Query('after') after?: string,
  ): Promise<void> {
    const from = lastEventId || after || undefined;
    await cursorIn(lastEventId ? 'Last-Event-ID' : 'after', feedPage(this.log, from, 1));
    const gone = new AbortController();
    request.raw.on('close', () => gone.abort());
    const leave = this.subscribers.enter(() => gone.abort());
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    try {
      await write(reply.raw, ': the score feed\n\n', gone.signal);
      const news = () => this.subscribers.news(keepAliveMs, gone.signal);
      for await (const next of followFeed(this.log, from, gone.signal, news)) {
        if (gone.signal.aborted) break;
        if (next === 'idle') await write(reply.raw, ': here\n\n', gone.signal);
        else {
          const item = feedItem(next.event);
          await write(
            reply.raw,
            `id: ${next.cursor}\nevent: ${item.type}\ndata: ${JSON.stringify(item)}\n\n`,
            gone.signal,
          );
        }
      }
    } finally {
      leave();
      reply.raw.end();
    }
  }

  /** NDJSON of every current score; the last line is the cursor to go on from. A change may be in both: `seq` tells. */
  @Get('snapshot')
  @Described(snapshot)
  async snapshot(@Req() request: RawRequest, @Res() reply: RawReply): Promise<void> {
    const gone = new AbortController();
    request.raw.on('close', () => gone.abort());
    const cursor = await this.log.end();
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    try {
      for await (const page of this.views.snapshot()) {
        const lines = page.map(({ body }) => {
          const score = scoreFromText(body);
          return `${JSON.stringify(currentScore(score, this.book.eras.policyOf(score)))}\n`;
        });
        await write(reply.raw, lines.join(''), gone.signal);
        if (gone.signal.aborted) return;
      }
      await write(reply.raw, `${JSON.stringify({ cursor })}\n`, gone.signal);
    } finally {
      reply.raw.end();
    }
  }
}

/** A cursor that is none is named as it was given. */
async function cursorIn<T>(field: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof Failure) || error.field !== 'cursor') throw error;
    throw new Failure(error.kind, error.reason, { field, cause: error });
  }
}
