import { dateReader } from '@vilfredo/row-files';
import { letterDate } from './letter-date.js';

const readTime = dateReader([], 'Europe/Berlin');
const dated = (written: string, received: string) => letterDate({ written, received }, readTime);

describe('the date of a letter', () => {
  it.each([
    ['2026-09-28', '2026-10-01', '2026-09-27T22:00:00.000Z'],
    ['', '2026-10-01', '2026-09-30T22:00:00.000Z'],
    ['2026-09-28', '', '2026-09-27T22:00:00.000Z'],
    ['2026-10-01T15:00:00', '2026-10-01', '2026-10-01T13:00:00.000Z'],
  ])('given written %j and received %j, then it is %s', (written, received, at) => {
    expect(dated(written, received)).toEqual({ at });
  });

  it.each([
    ['', '', 'written', 'missing'],
    ['28. Sept.', '2026-10-01', 'written', 'badDate'],
    ['2026-09-28', 'soon', 'received', 'badDate'],
    ['2027-09-28', '2026-10-01', 'written', 'writtenAfterReceived'],
  ])('given written %j and received %j, then it is refused', (written, received, field, reason) => {
    expect(dated(written, received)).toEqual({ field, reason });
  });
});
