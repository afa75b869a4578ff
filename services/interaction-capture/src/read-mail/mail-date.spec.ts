import type { Mail } from './mail.js';
import { dateOfMail, readMailDate } from './mail-date.js';

const iso = (written: string) => {
  const at = readMailDate(written);
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('a date as mails write it', () => {
  it.each([
    ['Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T15:55:06.000Z'],
    ['Tue, 1 Jul 2003 10:52:37 +0200', '2003-07-01T08:52:37.000Z'],
    ['Thu, 13 Feb 1969 23:32:54 -0330', '1969-02-14T03:02:54.000Z'],
    ['21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06.000Z'],
    ['Mon, 24 Nov 2026 14:22:01 PST (still)', '2026-11-24T22:22:01.000Z'],
    ['Mon,  2 Nov 2026 10:00 +0530', '2026-11-02T04:30:00.000Z'],
    ['2 Nov 2026 10:00:60 Z', '2026-11-02T10:01:00.000Z'],
    ['2 Nov 05 10:00:00', '2005-11-02T10:00:00.000Z'],
  ])('%s is %s', (written, expected) => {
    expect(iso(written)).toBe(expected);
  });

  it.each([
    '',
    '1',
    'yesterday',
    '31 Feb 2026 10:00:00 +0000',
    '1 Foo 2026 10:00:00',
    '1 Nov 2026 25:00:00 +0000',
    '2026-11-02T10:00:00Z',
  ])('"%s" is none', (written) => {
    expect(iso(written)).toBeUndefined();
  });
});

describe('when a mail was written', () => {
  const arrivedAt = Date.UTC(2026, 10, 10, 12);
  const dated = (
    date: string | undefined,
    received: readonly string[] = [],
    arrival: number | undefined = arrivedAt,
  ) => {
    const headers = new Map<string, string[]>([['received', received.map((at) => `from a by b; ${at}`)]]);
    if (date !== undefined) headers.set('date', [date]);
    const at = dateOfMail({ headers, arrivedAt: arrival } as unknown as Mail, {});
    return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
  };
  const hops = ['Tue, 10 Nov 2026 11:00:00 +0000', 'Tue, 10 Nov 2026 10:59:00 +0000'];

  it('is what its date says', () => {
    expect(dated('Mon, 9 Nov 2026 18:00:00 +0000', hops)).toBe('2026-11-09T18:00');
  });

  it('is when our server received it, if the date is more than a day after that', () => {
    expect(dated('Thu, 12 Nov 2026 18:00:00 +0000', hops)).toBe('2026-11-10T11:00');
    expect(dated('Wed, 11 Nov 2026 10:00:00 +0000', hops)).toBe('2026-11-11T10:00');
  });

  it('is when our server received it, if the date is long before the first one did, missing or no date', () => {
    for (const forged of ['Sun, 1 Nov 2026 18:00:00 +0000', 'Thu, 1 Jan 1970 00:00:00 +0000', 'soon', undefined]) {
      expect(dated(forged, hops)).toBe('2026-11-10T11:00');
    }
  });

  it('is when it arrived, if a Received is forged too', () => {
    expect(dated('Tue, 10 Nov 2099 11:00:00 +0000', ['Tue, 10 Nov 2099 11:00:00 +0000'])).toBe('2026-11-10T12:00');
  });

  it('is what an old letter says, when nothing says otherwise', () => {
    expect(dated('Fri, 21 Nov 1997 09:55:06 -0600')).toBe('1997-11-21T15:55');
  });

  it('is not known when nothing tells', () => {
    const headers = new Map<string, string[]>();
    expect(dateOfMail({ headers, arrivedAt: undefined } as unknown as Mail, {})).toBeUndefined();
  });
});
