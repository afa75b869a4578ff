import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { type Clock, type EventLog, Failure } from '@vilfredo/event-sourcing';
import { clockToken, logToken } from '../injected.js';
import { registerCustomer } from './register-customers.js';

const mostAtOnce = 1_000;

/** Intake of customers. */
@Controller('customers')
export class RegisterCustomersController {
  constructor(
    @Inject(logToken) private readonly log: Pick<EventLog, 'append'>,
    @Inject(clockToken) private readonly clock: Clock,
  ) {}

  /** One customer or an array of them; 202 once the log has every usable one, 400 when none was usable. */
  @Post()
  @HttpCode(202)
  async register(@Body() body: unknown) {
    const intake: unknown[] = Array.isArray(body) ? body : [body];
    if (intake.length > mostAtOnce) throw new Failure('invalid', `at most ${mostAtOnce} at once`);
    const decisions = intake.map((one) => registerCustomer(one, this.clock()));
    const events = decisions.flatMap(({ event }) => (event === undefined ? [] : [event]));
    const outcomes = await this.log.append(events);
    const refused = decisions.flatMap(({ refused = [] }, i) => refused.map((each) => ({ line: i + 1, ...each })));
    if (events.length === 0) {
      const { field, reason } = refused[0] ?? { field: '', reason: 'the body holds no customers' };
      throw new Failure('invalid', reason, { field });
    }
    const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
    return { accepted: count('appended'), duplicates: count('duplicate'), refused };
  }
}
