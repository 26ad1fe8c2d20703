import { Decimal as Whole } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal } from '../../src/trading/money.ts';

/** decimal.js as it comes, with the precision and rounding of our own. */
const Plain = Whole.clone({ precision: 40, rounding: Whole.ROUND_HALF_EVEN });

const digits = (most: number) =>
  fc
    // Runs of 0 and 9 are where words of seven digits begin, end and carry.
    .array(fc.constantFrom('0', '0', '9', '9', '1', '5', '7'), { maxLength: most })
    .map((all) => all.join(''));
const money = fc
  .tuple(fc.constantFrom('', '-'), digits(24), digits(24))
  .map(([sign, whole, part]) => `${sign}${whole || '0'}${part === '' ? '' : `.${part}`}`);

const inParts = ({ s, e, d }: Decimal) => ({ s, e, d });

test('sums, differences and products have every digit that decimal.js gives them', () => {
  fc.assert(
    fc.property(money, money, (a, b) => {
      for (const way of ['add', 'sub', 'mul'] as const) {
        const ours = new Decimal(a)[way](new Decimal(b));
        const theirs = new Plain(a)[way](new Plain(b));
        expect(ours).toBeInstanceOf(Decimal);
        expect(ours.toFixed()).toBe(theirs.toFixed());
        expect(inParts(ours)).toStrictEqual(inParts(theirs));
      }
    }),
    { numRuns: 2000 },
  );
});

test('a number is less, the same or more as decimal.js says, also beside itself', () => {
  fc.assert(
    fc.property(money, money, (a, b) => {
      expect(new Decimal(a).cmp(b)).toBe(new Plain(a).cmp(b));
      expect(new Decimal(a).cmp(a)).toBe(0);
      expect(new Decimal(a).sub(a).toFixed()).toBe('0');
    }),
    { numRuns: 2000 },
  );
});

test('what is no finite number goes the ways of decimal.js', () => {
  for (const a of [Number.NaN, Infinity, -Infinity, 0, 2]) {
    for (const b of [Number.NaN, Infinity, 0, -3]) {
      for (const way of ['add', 'sub', 'mul', 'cmp'] as const) {
        expect(String(new Decimal(a)[way](b))).toBe(String(new Plain(a)[way](b)));
      }
    }
  }
});

test('the decimal.js of others stays as it was', () => {
  expect(new Plain(1).add).toBe(Whole.prototype.add);
  expect(new Decimal(1).add).not.toBe(Whole.prototype.add);
});
