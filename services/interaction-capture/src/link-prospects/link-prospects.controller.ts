import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { Described } from '@vilfredo/service';
import { captureToken } from '../injected.js';
import type { InteractionCapture } from '../interaction-capture.runtime.js';
import type { FieldRefusal } from '../record-contacts/contact-intake.js';
import { FieldReader, isFields } from '../record-contacts/read-fields.js';
import type { LinkedByHand } from './link-by-hand.runner.js';
import { linking } from './link-prospects.openapi.js';

/** Prospects who turn out to be somebody. */
@Controller('prospects')
export class LinkProspectsController {
  constructor(@Inject(captureToken) private readonly capture: InteractionCapture) {}

  /**
   * `{customerId}`: whom the prospect turned out to be. 202 once the log has it: what happened to the prospect then
   * follows under the customer. 409 when they are known to be somebody else.
   */
  @Post(':id/link')
  @Described(linking)
  @HttpCode(202)
  link(@Param('id') prospectId: string, @Body() body: unknown): Promise<LinkedByHand> {
    if (!isFields(body)) throw new Failure('invalid', 'give {"customerId": …}', { field: 'customerId' });
    const refused: FieldRefusal[] = [];
    const reader = new FieldReader(body, refused);
    const customerId = reader.text('customerId', 200);
    reader.refuseOthers();
    const [first] = refused;
    if (first !== undefined) throw new Failure('invalid', first.reason, { field: first.field });
    return this.capture.linkByHand(prospectId, customerId);
  }
}
