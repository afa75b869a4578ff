import { violations } from '../contract/check.js';
import { HasRecencyOnce, IsWindow } from './policy-rules.js';

class Windowed {
  @IsWindow() window!: unknown;
}
class Weighted {
  @HasRecencyOnce() criteria!: unknown;
}

describe('the window of a policy', () => {
  it.each(['all', 1, 365, 36_500])('may be %j', (window) => {
    expect(violations(Windowed, { window })).toEqual([]);
  });

  it.each(['ALL', '365', '', 0, -1, 36_501, 1.5, null, undefined, [], {}])('may not be %j', (window) => {
    expect(violations(Windowed, { window })).toEqual([
      { field: 'window', reason: 'must be "all" or a whole number of days from 1 to 36500' },
    ]);
  });
});

describe('the criteria of a policy', () => {
  it.each([[['recency']], [['amount', 'recency']]])('may be %j', (names) => {
    expect(violations(Weighted, { criteria: names.map((name) => ({ name })) })).toEqual([]);
  });

  it.each([
    ['no recency', [{ name: 'amount' }]],
    ['nothing', []],
    ['recency twice', [{ name: 'recency' }, { name: 'recency' }]],
    ['another one twice', [{ name: 'recency' }, { name: 'amount' }, { name: 'amount' }]],
    ['no list', { name: 'recency' }],
    ['a null among them only', [null]],
    ['a name alone', ['recency']],
  ])('may not have %s', (_, criteria) => {
    expect(violations(Weighted, { criteria })).toEqual([
      { field: 'criteria', reason: 'must name recency, and no criterion twice' },
    ]);
  });
});
