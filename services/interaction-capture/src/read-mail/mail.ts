/** Something a mail was refused for: the field it concerns and one word that says why. */
export interface Refusal {
  readonly field: string;
  readonly reason: string;
}

/** How mails are read; the same settings give the same interaction for the same mail, whenever it is read. */
export interface MailSettings {
  /** Name of this intake: identity is (source, interaction id). */
  readonly source: string;
  /** The enterprise's own mail addresses and domains (`shop.example` covers `x@shop.example`, not sub-domains). */
  readonly own: readonly string[];
  /** A mail of more bytes is refused; 25 MB when not given. */
  readonly largestBytes?: number;
  /** A date header more days before the earliest Received is not believed; 7 when not given. */
  readonly mostDaysInTransit?: number;
}

/** A mail taken apart, before anything is made of it. Addresses are as written. */
export interface Mail {
  /** By lower-case name; of a repeated header all values, topmost first. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly from: readonly string[];
  readonly replyTo: readonly string[];
  /** To, then Cc, then Bcc. */
  readonly recipients: readonly string[];
  readonly messageId: string | undefined;
  readonly inReplyTo: string | undefined;
  readonly references: string | undefined;
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly attachments: { readonly count: number; readonly bytes: number };
  /** Texts of its delivery-status parts (RFC 3464). */
  readonly deliveryStatus: readonly string[];
  /** SHA-256 of the raw mail, in hex. */
  readonly hash: string;
  /** When its source got it, in epoch milliseconds. */
  readonly arrivedAt: number | undefined;
}

export type Automatic = 'auto-reply' | 'bounce' | 'list';

/** A mail as `POST /interactions` takes it. */
export interface MailInteraction {
  readonly source: string;
  readonly interactionId: string;
  readonly channel: 'email';
  readonly direction: 'in' | 'out';
  readonly at: string;
  readonly contactPoint: { readonly kind: 'email'; readonly value: string };
  /** The thread: all mails of one conversation have the same. */
  readonly issueId: string;
  readonly subject?: string;
  readonly text?: string;
  readonly attachments: { readonly count: number; readonly bytes: number };
  readonly automatic?: Automatic;
}

export type MailReading =
  | { readonly interaction: MailInteraction; readonly refused?: undefined }
  | { readonly refused: readonly Refusal[]; readonly interaction?: undefined };
