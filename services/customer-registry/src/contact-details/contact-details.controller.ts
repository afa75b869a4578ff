import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import type { EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import { read } from '@vilfredo/events';
import { Described, NotThere } from '@vilfredo/service';
import type { Vault } from '@vilfredo/vault';
import { detailsToken } from '../injected.js';
import { type ContactDetails, contactDetails, type ToldOfCustomer } from './contact-details.js';
import { reaching } from './contact-details.openapi.js';

export interface ContactDetailsParts {
  readonly log: Pick<EventLog, 'history'>;
  readonly vault: Pick<Vault, 'open'>;
}

const types: readonly string[] = ['CustomerRegistered', 'ContactPointLinked', 'ConsentChanged', 'OwnerAssigned'];

/** Names, numbers and addresses, opened for whoever is about to call or write. */
@Controller('contact-details')
export class ContactDetailsController {
  constructor(@Inject(detailsToken) private readonly parts: ContactDetailsParts) {}

  /** How the customer can be reached; 404 when nothing was ever told of them. */
  @Get(':id')
  @Described(reaching)
  @Header('cache-control', 'no-store')
  async details(@Param('id') customerId: string): Promise<ContactDetails> {
    const history = await this.parts.log.history({ topics: ['customers'], subject: customerId });
    const told = history.filter(({ type }) => types.includes(type));
    if (told.length === 0) throw new NotThere('nothing was ever told of this customer', 'customerId');
    return contactDetails(customerId, await Promise.all(told.map((event) => this.opened(event))));
  }

  private async opened(event: StoredEvent): Promise<ToldOfCustomer> {
    const { type, payload } = read(event);
    const sealed = 'sealed' in payload ? payload.sealed : undefined;
    const content = sealed === undefined ? null : await this.parts.vault.open(event.subject, sealed);
    return { type, payload, time: event.time, content } as ToldOfCustomer;
  }
}
