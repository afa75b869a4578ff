import type { Deployment } from '@vilfredo/all-in-one';
import { type ContactIntake, InteractionCapture } from '@vilfredo/interaction-capture';
import { masterKeyFrom, normalContactPoint, openVault, type Vault } from '@vilfredo/vault';
import { withoutWords } from './without-words.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Contacts in, for one run. What was said in them is left out before anything is written: no score depends on it. Whom
 * a number or an address belongs to is known from the customers of the run; who is unknown becomes a prospect.
 */
export class RunContacts implements ContactIntake {
  private readonly owners = new Map<string, string>();

  private constructor(
    private readonly intake: ContactIntake,
    private readonly vault: Pick<Vault, 'fingerprint'>,
  ) {}

  /** @param folder where the key of this run is kept, as long as the run lasts */
  static async open(deployment: Deployment, folder: string, now: () => number): Promise<RunContacts> {
    const { log, store } = deployment;
    const vault = await openVault({ store, masterKey: await masterKeyFrom({ folder }) });
    const capture = await InteractionCapture.open({ log, store, clock: now, vault });
    return new RunContacts(capture.intake, vault);
  }

  /** Takes note of where a customer can be reached. */
  know(customerId: string, contactPoints: unknown): void {
    if (!Array.isArray(contactPoints)) return;
    for (const point of contactPoints) {
      const key = this.keyOf(point);
      if (key !== undefined) this.owners.set(key, customerId);
    }
  }

  record(intakes: readonly unknown[]) {
    return this.intake.record(intakes.map((intake) => this.forRun(intake)));
  }

  private forRun(intake: unknown): unknown {
    if (typeof intake !== 'object' || intake === null) return intake;
    const record = withoutWords(intake as Fields);
    const { contactPoint, customerId } = record;
    const key = customerId === undefined ? this.keyOf(contactPoint) : undefined;
    const owner = key === undefined ? undefined : this.owners.get(key);
    return owner === undefined ? record : { ...record, customerId: owner };
  }

  /** Under which a contact point is looked for; undefined for what is none. */
  private keyOf(point: unknown): string | undefined {
    if (typeof point !== 'object' || point === null) return undefined;
    const { kind, value } = point as Fields;
    if (typeof value !== 'string' || (kind !== 'phone' && kind !== 'email' && kind !== 'address')) return undefined;
    const normal = normalContactPoint({ kind, value });
    return normal === undefined ? undefined : this.vault.fingerprint(kind, normal);
  }
}
