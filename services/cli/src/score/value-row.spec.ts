import type { CustomerView } from '@vilfredo/scoring';
import { customer17, prospect18 } from '../../test/examples.js';
import { csvText, valueRow } from './value-row.js';

describe('a line of value.csv', () => {
  it('has the customer in one row, with a cell for each part', () => {
    expect(valueRow(customer17 as unknown as CustomerView)).toBe(
      '17,active,87.31,core,A,555,2025-01-02,2026-02-26,12,34,120,5391.21,51.20,false,36.4,51,,,-0.09',
    );
  });

  it('is not there for somebody who has not ordered', () => {
    expect(valueRow(prospect18 as unknown as CustomerView)).toBeNull();
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK(1)', "'=HYPERLINK(1)"],
    ['-5', "'-5"],
    ['plain', 'plain'],
  ])('given %j, writes %j', (text, cell) => {
    expect(csvText(text)).toBe(cell);
  });
});
