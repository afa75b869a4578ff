import { IsInt, IsNumber, IsOptional, IsPositive, IsString, Length, Max, Min } from 'class-validator';
import { IsDecimalText } from '../contract/decimal-text.js';

/** Version 1: the price alone, from before amounts were settled at intake. */
export class OrderLineV1 {
  @IsString() @Length(1, 100) sku!: string;
  @IsNumber() @IsPositive() @Max(1e9) quantity!: number;
  @IsDecimalText() unitPrice!: string;
}

/** Version 2: the amount of the line is a fact of its own, rounded once where it was taken in. */
export class OrderLine {
  @IsString() @Length(1, 100) sku!: string;
  @IsOptional() @IsString() @Length(0, 300) name?: string;
  @IsOptional() @IsString() @Length(0, 100) category?: string;
  /** Units, with at most three decimals. */
  @IsNumber() @IsPositive() @Max(1e9) quantity!: number;
  @IsOptional() @IsDecimalText() unitPrice?: string;
  /** Quantity x unit price in minor units of the order's currency. */
  @IsInt() @Min(0) @Max(1e13) amountMinor!: number;
}
