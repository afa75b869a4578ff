import type { CustomerView } from '@vilfredo/scoring';

export type Part = NonNullable<CustomerView['value']>['criteria'][number];

/** What a part of the value score says, in words. */
export function partWords(part: Part): string {
  if (part.name === 'standing') {
    return `${percent(part.percentile)} of the active customers rank no higher; their place adds ${signed(part.points)} to what the criteria earn`;
  }
  const ahead = `at or above ${percent(part.percentile)} of the active customers`;
  return `${deedOf(part)}: ${ahead}; weighs ${percent(part.weight)}`;
}

function deedOf({ name, raw }: Part): string {
  switch (name) {
    case 'recency':
      return raw === 0 ? 'bought last today' : `bought last ${counted(raw, 'day')} ago`;
    case 'amount':
      return `bought for ${money(raw)} in the window`;
    case 'quantity':
      return `bought ${counted(raw, 'unit')} in the window`;
    case 'singleProduct':
      return `ordered one and the same product ${counted(raw, 'time')} in the window`;
    default:
      return name;
  }
}

function counted(value: number | null, one: string): string {
  const text = value === null ? 'no' : value.toLocaleString('en-GB', { maximumFractionDigits: 3 });
  return `${text} ${value === 1 ? one : `${one}s`}`;
}

function money(value: number | null): string {
  return (value ?? 0).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 4 });
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function signed(points: number): string {
  return `${points < 0 ? '' : '+'}${points.toFixed(2)}`;
}
