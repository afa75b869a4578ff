import { IsBoolean, IsIn, IsObject, IsOptional, IsString, Length } from 'class-validator';

export const contactPointKinds = ['phone', 'email', 'address'] as const;
export type ContactPointKind = (typeof contactPointKinds)[number];

export const channels = ['phone', 'email', 'mail'] as const;
/** Phone, e-mail or postal mail. */
export type Channel = (typeof channels)[number];

/** A customer is known by this id; until the first order they are a prospect. Personal data is in the sealed part only. */
export class CustomerRegistered {
  @IsString() @Length(1, 100) source!: string;
  @IsOptional() @IsString() @Length(1, 100) ownerId?: string;
  @IsOptional() @IsString() @Length(1, 100) household?: string;
  /** Custom fields of the enterprise, for display and filters. */
  @IsOptional() @IsObject() fields?: Record<string, unknown>;
  /** Name and birthday, sealed with the customer's key. */
  @IsOptional() @IsString() @Length(1, 20_000) sealed?: string;
}

/** Somebody made contact whom nobody knew: the subject is the id that they go by until they are recognised. */
export class ProspectDiscovered {
  @IsString() @Length(1, 100) source!: string;
  @IsIn(channels) channel!: Channel;
}

/** The customer can be reached, and is recognised, here. */
export class ContactPointLinked {
  @IsString() @Length(1, 100) source!: string;
  @IsIn(contactPointKinds) kind!: ContactPointKind;
  /** A keyed hash of the number or address: the same for the same one, and of no use to anybody without the key. */
  @IsString() @Length(16, 100) fingerprint!: string;
  /** The number or address itself, sealed with the customer's key. */
  @IsOptional() @IsString() @Length(1, 20_000) sealed?: string;
}

/** Somebody else looks after the customer from now on. */
export class OwnerAssigned {
  @IsString() @Length(1, 100) source!: string;
  @IsOptional() @IsString() @Length(1, 100) ownerId!: string | null;
}

/** The customer allowed or forbade to be contacted through a channel. */
export class ConsentChanged {
  @IsString() @Length(1, 100) source!: string;
  @IsIn([...channels, 'any']) channel!: Channel | 'any';
  @IsBoolean() granted!: boolean;
}

/**
 * The subject turned out to be somebody already known, and what happened to them happened to that customer: it is told
 * again under that id.
 */
export class CustomersMerged {
  @IsString() @Length(1, 100) source!: string;
  @IsString() @Length(1, 200) into!: string;
}
