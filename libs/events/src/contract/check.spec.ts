import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Length, length, Max, Min } from 'class-validator';
import fc from 'fast-check';
import { OrderPlaced } from '../orders/orders.js';
import { violations } from './check.js';
import { IsDecimalText } from './decimal-text.js';
import { Nested } from './nested.js';

class Room {
  @IsString() @Length(1, 10) name!: string;
  @IsInt() @Min(1) @Max(9) beds!: number;
}

class House {
  @IsString() @Length(1, 10) street!: string;
  @IsOptional() @IsDecimalText() rent?: string;
  @IsOptional() @IsArray() @IsString({ each: true }) pets?: string[];
  @Nested(() => Room) kitchen!: Room;
  @IsArray() @ArrayMaxSize(200) @Nested(() => Room, { each: true }) rooms!: Room[];
}

class Villa extends House {
  @IsInt() pools!: number;
}

const room = { name: 'blue', beds: 2 };
const house = { street: 'Elm', kitchen: { name: 'k', beds: 1 }, rooms: [room, room] };
const order = { source: 'shop', currency: 'EUR', orderId: '1', lines: [{ sku: 'a', quantity: 1, amountMinor: 100 }] };

describe('checking a value against a class', () => {
  it('finds nothing wrong with what is right, and lets unknown fields be', () => {
    expect(violations(House, { ...house, rent: '850.00', pets: ['cat'], colour: 'red' })).toEqual([]);
  });

  it.each([
    ['a missing field', { ...house, street: undefined }, 'street', 'must be a string'],
    ['a text that is too short', { ...house, street: '' }, 'street', 'must be longer than or equal to 1 characters'],
    [
      'a text that is too long',
      { ...house, street: 'x'.repeat(11) },
      'street',
      'must be shorter than or equal to 10 characters',
    ],
    ['no decimal text', { ...house, rent: '1e3' }, 'rent', 'must be a decimal number as text, such as "12.50"'],
    ['a wrong element', { ...house, pets: ['cat', 3] }, 'pets', 'each value in pets must be a string'],
    ['a list that is none', { ...house, pets: 'cat' }, 'pets', 'must be an array'],
    ['a nested field', { ...house, kitchen: { name: 'k', beds: 0 } }, 'kitchen.beds', 'must not be less than 1'],
    ['a nested value that is missing', { ...house, kitchen: undefined }, 'kitchen', 'must be an object'],
    ['a nested value that is a list', { ...house, kitchen: [room] }, 'kitchen', 'must be an object'],
    [
      'a field of an element',
      { ...house, rooms: [room, { ...room, beds: 10 }] },
      'rooms.1.beds',
      'must not be greater than 9',
    ],
    ['an element that is a list', { ...house, rooms: [[room]] }, 'rooms.0', 'must be an object'],
    ['an element that is null', { ...house, rooms: [room, null] }, 'rooms.1', 'must be an object'],
    ['too many elements', { ...house, rooms: Array(201).fill({}) }, 'rooms', 'must contain no more than 200 elements'],
  ])('names field and reason of %s', (_, value, field, reason) => {
    expect(violations(House, value)).toEqual([{ field, reason }]);
  });

  it.each([null, undefined, 'house', 7, true, [house]])('refuses %j, which is no object', (value) => {
    expect(violations(House, value)).toEqual([{ field: '', reason: 'must be an object' }]);
  });

  it.each([null, undefined])('asks nothing of an optional field that is %s', (rent) => {
    expect(violations(House, { ...house, rent })).toEqual([]);
  });

  it('checks inherited rules too', () => {
    expect(
      violations(Villa, { ...house, street: 5, pools: 0.5 })
        .map(({ field }) => field)
        .sort(),
    ).toEqual(['pools', 'street']);
  });

  it('names several wrong fields, each once', () => {
    const wrong = violations(House, { kitchen: { name: 4, beds: 'x' }, rooms: [] });
    expect(wrong.map(({ field }) => field)).toEqual(['street', 'kitchen.name', 'kitchen.beds']);
  });

  it('names no more than a hundred', () => {
    expect(violations(House, { ...house, rooms: Array(200).fill({}) })).toHaveLength(100);
  });

  it('names the line and the field of an order', () => {
    const wrong = { ...order, lines: [{ ...order.lines[0], quantity: 0 }] };
    expect(violations(OrderPlaced, wrong)).toEqual([
      { field: 'lines.0.quantity', reason: 'must be a positive number' },
    ]);
  });
});

describe('where a property comes from', () => {
  it('counts only what is the value’s own', () => {
    expect(violations(Room, Object.create(room)).map(({ field }) => field)).toEqual(['name', 'beds']);
  });

  it('does not take a __proto__ in JSON for fields', () => {
    const value = JSON.parse('{"__proto__":{"name":"blue","beds":2}}');
    expect(violations(Room, value).map(({ field }) => field)).toEqual(['name', 'beds']);
  });

  it('lets a __proto__ beside the fields be', () => {
    expect(violations(Room, JSON.parse('{"name":"blue","beds":2,"__proto__":{"beds":0}}'))).toEqual([]);
  });
});

describe('length', () => {
  it.each([
    ['🙂'.repeat(10), true],
    ['🙂'.repeat(11), false],
    ['❤️'.repeat(10), true],
    ['❤️'.repeat(11), false],
  ])('counts characters, not code units: %s fits %s', (street, fits) => {
    expect(violations(House, { ...house, street }).length === 0).toBe(fits);
  });

  it('never takes the short way to another verdict', () => {
    class Name {
      @Length(3, 6) text!: string;
    }
    const units = fc.string({ unit: fc.constantFrom('a', '🙂', '\ufe0f', '\ud83d', '\ude42'), maxLength: 12 });
    fc.assert(
      fc.property(units, (text) => {
        expect(violations(Name, { text }).length === 0).toBe(length(text, 3, 6));
      }),
      { numRuns: 1000 },
    );
  });
});

it('refuses a class whose nested property names no class', async () => {
  const { ValidateNested } = await import('class-validator');
  class Forgetful {
    @ValidateNested() room!: Room;
  }
  expect(() => violations(Forgetful, {})).toThrow('Forgetful.room is nested without a declared class');
});
