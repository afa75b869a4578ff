import type { Deployment } from '@vilfredo/all-in-one';
import type { Written } from '@vilfredo/events';
import type { ContactIntake } from '@vilfredo/interaction-capture';
import type { Refusal, Refusals } from './refusals.js';
import { registered } from './registered.js';
import type { RunContacts } from './run-contacts.js';
import type { OtherRecords } from './split-records.js';
import { withoutWords } from './without-words.js';

type Fields = Readonly<Record<string, unknown>>;

interface Handed {
  readonly record: Fields;
  readonly file: string;
  readonly line: number;
}

const atOnce = 500;

/** Takes in what the files of a run hold besides orders: contacts and customers. */
export class OtherIntake {
  /** Records of contacts that were taken in: interactions, ratings, wrap-ups, attempts. */
  contacts = 0;
  private batch: Handed[] = [];
  private registrations: Written[] = [];
  /** Records that name no customer: whom they are about is known once every file has been read. */
  private readonly held: Handed[] = [];
  private opened: Promise<RunContacts> | undefined;

  /** @param asOf epoch ms; what happened later is left out */
  constructor(
    private readonly deployment: Deployment,
    private readonly folder: string,
    private readonly asOf: number,
    private readonly refusals: Refusals,
  ) {}

  /** For the records of one file. */
  of(file: string): OtherRecords {
    const refuse = (refusal: Omit<Refusal, 'file'>) => this.refusals.refuse({ file, ...refusal });
    return {
      contact: (record, line) => this.contact({ record: withoutWords(record), file, line }),
      customer: (record, line) => this.customer({ record, file, line }),
      unreadable: (reason, line, text) => refuse({ line, field: '', reason, record: text }),
      end: () => this.flush(),
    };
  }

  /** Where contacts go that are read elsewhere. Loaded when there are any. */
  intake(): Promise<ContactIntake> {
    return this.run();
  }

  /** Every file has been read. */
  async finish(): Promise<void> {
    // A rating or a wrap-up may be about a contact that is known by its number only.
    const isNamed = ({ record }: Handed) => record.contactPoint !== undefined;
    for (const some of [this.held.filter(isNamed), this.held.filter((handed) => !isNamed(handed))]) {
      for (const handed of some) await this.add(handed);
      await this.flush();
    }
  }

  private contact(handed: Handed): void | Promise<void> {
    const { record, file, line } = handed;
    if (typeof record.at === 'string' && Date.parse(record.at) > this.asOf) {
      return this.refusals.refuse({ file, line, field: 'at', reason: 'afterAsOf', record });
    }
    if (record.customerId !== undefined) return this.add(handed);
    this.held.push(handed);
  }

  private async customer({ record, file, line }: Handed): Promise<void> {
    const { event, refused } = registered(record, this.asOf);
    if (event === undefined) {
      await this.refusals.refuse({ file, line, ...refused, record: { customerId: record.customerId } });
      return;
    }
    if (record.contactPoints !== undefined) (await this.run()).know(event.subject, record.contactPoints);
    this.registrations.push(event);
    if (this.registrations.length >= atOnce) await this.flush();
  }

  private add(handed: Handed): void | Promise<void> {
    this.batch.push(handed);
    if (this.batch.length >= atOnce) return this.flush();
  }

  private async flush(): Promise<void> {
    const { batch, registrations } = this;
    [this.batch, this.registrations] = [[], []];
    if (registrations.length > 0) await this.deployment.log.append(registrations);
    if (batch.length === 0) return;
    const contacts = await this.run();
    const outcomes = await contacts.record(batch.map(({ record }) => record));
    for (const [i, outcome] of outcomes.entries()) {
      if ('outcome' in outcome) {
        if (outcome.outcome === 'recorded') this.contacts++;
        continue;
      }
      const { record, file, line } = batch[i]!;
      const [first = { field: '', reason: 'notAnObject' }] = outcome.refused;
      await this.refusals.refuse({ file, line, ...first, record });
    }
  }

  private run(): Promise<RunContacts> {
    this.opened ??= import('./run-contacts.js').then(({ RunContacts }) =>
      RunContacts.open(this.deployment, this.folder, () => this.asOf),
    );
    return this.opened;
  }
}
