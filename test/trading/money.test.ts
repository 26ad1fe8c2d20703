import { expect, test } from 'vitest';
import { ceilTo, dec, floorTo } from '../../src/trading/money.ts';

test('a size times a price keeps every digit', () => {
  expect(dec('123456789.12345678').mul('98765432.87654321').toFixed()).toBe(
    '12193263219326320.4445968522374638',
  );
});

test('a tiny number is printed in plain notation', () => {
  expect(dec('0.00000001').toFixed()).toBe('0.00000001');
});

test('rounding to an increment goes the way its name says', () => {
  expect(floorTo(dec('0.123456789'), dec('0.0001')).toFixed()).toBe('0.1234');
  expect(ceilTo(dec('0.123456789'), dec('0.0001')).toFixed()).toBe('0.1235');
  expect(floorTo(dec('0.3'), dec('0.1')).toFixed()).toBe('0.3');
});

test('what is no finite number is refused', () => {
  expect(() => dec('abc')).toThrow();
  expect(() => dec(Number.NaN)).toThrow(/not a finite number/);
});
