import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Put } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { Described } from '@vilfredo/service';
import { activation } from '../eras/governance-log.js';
import { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import { activate, show } from './policy.openapi.js';
import { readPolicy } from './read-policy.js';

/** `GET|PUT /policy`: the rules in force. */
@Controller('policy')
export class PolicyController {
  constructor(@Inject(ScoringRuntime) private readonly runtime: ScoringRuntime) {}

  @Get()
  @Described(show)
  show() {
    return this.runtime.book.era.policy;
  }

  /** Puts a policy in force from here on; 202 when the log has it. Its name must be a new one: scores are told by it. */
  @Put()
  @Described(activate)
  @HttpCode(202)
  async activate(@Body() body: unknown) {
    const policy = readPolicy(body);
    const current = this.runtime.book.era.policy;
    if (JSON.stringify(policy) === JSON.stringify(current)) return { policy: policy.name, activated: false };
    if (policy.name === current.name) {
      throw new Failure(
        'refused',
        `${policy.name} is in force with other rules: give the new ones a name of their own`,
        {
          field: 'name',
        },
      );
    }
    const { log, clock } = this.runtime.settings;
    await log.append([activation(policy, randomUUID(), clock())]);
    return { policy: policy.name, activated: true };
  }
}
