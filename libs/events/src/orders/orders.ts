import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsISO4217CurrencyCode,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { Nested } from '../contract/nested.js';
import { OrderLine, OrderLineV1 } from './order-line.js';

/** What every fact about orders says: which system told it. The customer is the subject of the event. */
class FromSource {
  @IsString() @Length(1, 100) source!: string;
}

class Sold extends FromSource {
  @IsISO4217CurrencyCode() currency!: string;
  @IsOptional() @IsString() @Length(0, 50) channel?: string;
  @IsOptional() @IsString() @Length(0, 100) agentId?: string;
}

/** OrderPlaced, version 1. */
export class OrderPlacedV1 extends Sold {
  @IsString() @Length(1, 200) orderId!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(10_000) @Nested(() => OrderLineV1, { each: true }) lines!: OrderLineV1[];
}

/** A customer ordered. */
export class OrderPlaced extends Sold {
  @IsString() @Length(1, 200) orderId!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(10_000) @Nested(() => OrderLine, { each: true }) lines!: OrderLine[];
}

/** Goods came back and the money with them; quantities and amounts are positive. Without `orderId` the order is found by sku. */
export class OrderReturned extends Sold {
  @IsString() @Length(1, 200) returnId!: string;
  @IsOptional() @IsString() @Length(1, 200) orderId?: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(10_000) @Nested(() => OrderLine, { each: true }) lines!: OrderLine[];
}

/** An order was called off: it counts as if it had never been placed. */
export class OrderCancelled extends FromSource {
  @IsString() @Length(1, 200) orderId!: string;
  @IsOptional() @IsString() @Length(0, 300) because?: string;
}

/** A price was offered; no money moved. */
export class QuoteIssued extends Sold {
  @IsString() @Length(1, 200) quoteId!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(10_000) @Nested(() => OrderLine, { each: true }) lines!: OrderLine[];
  @IsOptional() @IsISO8601() validUntil?: string;
}

/** A standing agreement was signed; what is ordered under it arrives as orders. */
export class ContractSigned extends FromSource {
  @IsString() @Length(1, 200) contractId!: string;
  @IsISO4217CurrencyCode() currency!: string;
  /** The agreed volume in minor units, where one was agreed. */
  @IsOptional() @IsInt() @Min(0) @Max(1e13) amountMinor?: number;
  @IsOptional() @IsISO8601() from?: string;
  @IsOptional() @IsISO8601() until?: string;
}
