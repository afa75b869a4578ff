import { IsObject, IsOptional, IsString, Length } from 'class-validator';

/** A customer is known by this id; until the first order they are a prospect. Holds no personal data. */
export class CustomerRegistered {
  @IsString() @Length(1, 100) source!: string;
  @IsOptional() @IsString() @Length(1, 100) ownerId?: string;
  @IsOptional() @IsString() @Length(1, 100) household?: string;
  /** Custom fields of the enterprise, for display and filters. */
  @IsOptional() @IsObject() fields?: Record<string, unknown>;
}
