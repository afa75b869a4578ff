import { type DynamicModule, Module } from '@nestjs/common';
import type { RefusedTogether } from '@vilfredo/service';
import { BookController, refusedToken } from './book/book.controller.js';
import { BookReader } from './book/book-reader.js';
import { CustomersController } from './customers/customers.controller.js';
import { LifetimeList } from './customers/lifetime-list.js';
import { FitsController } from './fits/fits.controller.js';
import { Fits } from './fits/fits.js';
import { ParkedController } from './parked/parked.controller.js';
import { PolicyController } from './policy/policy.controller.js';
import { RebuildController } from './rebuild/rebuild.controller.js';
import { ScoringRuntime } from './score-customers/scoring-runtime.js';
import { FeedSubscribers } from './score-feed/feed-subscribers.js';
import { ScoreFeedController } from './score-feed/score-feed.controller.js';
import { TrialsController } from './trials/trials.controller.js';
import { Trials } from './trials/trials.js';

/** Work that takes long, and is ended when the deployment stops. */
export interface LongRuns {
  readonly trials: Trials;
  readonly fits: Fits;
}

/** What stands beside the book where scoring is served: what the intakes of the same process refused. */
export interface Beside extends LongRuns {
  readonly refused?: (() => Promise<RefusedTogether>) | undefined;
}

/** Scoring with its routes, over a runtime that its owner opens, starts and stops. */
@Module({})
export class ScoringModule {
  static register(
    runtime: ScoringRuntime,
    subscribers: FeedSubscribers,
    { trials, fits, refused }: Beside,
  ): DynamicModule {
    return {
      module: ScoringModule,
      controllers: [
        BookController,
        CustomersController,
        FitsController,
        ParkedController,
        PolicyController,
        RebuildController,
        ScoreFeedController,
        TrialsController,
      ],
      providers: [
        { provide: ScoringRuntime, useValue: runtime },
        { provide: FeedSubscribers, useValue: subscribers },
        { provide: Trials, useValue: trials },
        { provide: Fits, useValue: fits },
        { provide: refusedToken, useValue: refused ?? null },
        { provide: BookReader, useFactory: () => new BookReader(runtime) },
        { provide: LifetimeList, useFactory: () => new LifetimeList(runtime) },
      ],
    };
  }
}
