import { BookShare } from './book-share.js';

/** The share of a process to which these of so many partitions are dealt. */
const shareOf = (partitions: number | undefined, ...owned: number[]) =>
  new BookShare({ owned: () => owned }, partitions);

describe('what a process scores of a book', () => {
  it('given nobody shares it, then it is everything, cut-offs included', () => {
    expect(shareOf(undefined)).toMatchObject({ isPart: false, size: 1, isWhole: true, takesCutoffs: true });
  });

  it('given some of the partitions are dealt to it, then it is as large a share of the customers', () => {
    expect(shareOf(12, 1, 5, 9)).toMatchObject({ isPart: true, size: 0.25, isWhole: false });
    expect(shareOf(12)).toMatchObject({ isPart: true, size: 0, isWhole: false });
  });

  it('given all of the partitions are dealt to it, then it is everything until others join', () => {
    expect(shareOf(3, 0, 1, 2)).toMatchObject({ isPart: true, size: 1, isWhole: true });
  });

  it('given several share it, then only the one with the first partition takes the cut-offs of all', () => {
    expect(shareOf(4, 2, 0).takesCutoffs).toBe(true);
    expect(shareOf(4, 1, 3).takesCutoffs).toBe(false);
    expect(shareOf(4).takesCutoffs).toBe(false);
  });
});
