import type { Decimal } from 'decimal.js';

/**
 * Sums, products and comparisons of decimal.js without the copies that it makes of every operand: most
 * of what money costs. Only where the exact result fits in so few words that no precision could round
 * it; everything else, and every special value, is left to decimal.js itself. The results are the same
 * to the last digit.
 */

/** A Decimal keeps its digits in words of seven, the most telling first; `e` is the exponent of the first digit. */
const WORD_DIGITS = 7;
const WORD = 10_000_000;
/** 35 digits: with the carry of a sum 36, which no precision of 40 touches. */
const MOST_WORDS = 5;

type Constructor = typeof Decimal;
type Input = Decimal.Value;
type Shaped = { constructor: unknown; s: number; e: number; d: number[] };

/**
 * Gives a private constructor of decimal.js the short ways; no other one is touched. It has at least 40
 * digits, and does not round down, so that what is left of the same less the same is a plain 0.
 */
export function takeShortWays(Decimal: Constructor): void {
  const long = Decimal.prototype as Decimal;
  const short = Object.create(long) as Decimal;

  // The same properties in the same order as decimal.js gives them.
  function Made(this: Shaped, s: number, e: number, d: number[]): void {
    this.constructor = Decimal;
    this.s = s;
    this.e = e;
    this.d = d;
  }
  Made.prototype = short;
  const Maker = Made as unknown as new (s: number, e: number, d: number[]) => Decimal;
  const nothing = new Maker(1, 0, [0]);

  /** x and y with the sign `ys`; null where it is not for us. */
  function sum(x: Decimal, y: Decimal, ys: number): Decimal | null {
    const xd = x.d;
    const yd = y.d;
    if (!isShort(xd)) return null;
    if (isZero(yd)) return x;
    if (!isShort(yd)) return null;
    const xTop = Math.floor(x.e / WORD_DIGITS);
    const yTop = Math.floor(y.e / WORD_DIGITS);
    const top = Math.max(xTop, yTop);
    const bottom = Math.min(xTop - xd.length, yTop - yd.length) + 1;
    const count = top - bottom + 1;
    if (count > MOST_WORDS) return null;
    const words = zeros(count);
    if (x.s === ys) {
      let carry = 0;
      for (let at = bottom; at <= top; at += 1) {
        let word = wordAt(xd, xTop - at) + wordAt(yd, yTop - at) + carry;
        carry = word >= WORD ? 1 : 0;
        if (carry === 1) word -= WORD;
        words[top - at] = word;
      }
      if (carry === 0) return made(x.s, top, words);
      words.unshift(1);
      return made(x.s, top + 1, words);
    }
    const order = compareSizes(x, y);
    if (order === 0) return nothing;
    const [more, moreTop, less, lessTop] = order > 0 ? [xd, xTop, yd, yTop] : [yd, yTop, xd, xTop];
    let borrow = 0;
    for (let at = bottom; at <= top; at += 1) {
      let word = wordAt(more, moreTop - at) - wordAt(less, lessTop - at) - borrow;
      borrow = word < 0 ? 1 : 0;
      if (borrow === 1) word += WORD;
      words[top - at] = word;
    }
    return made(order > 0 ? x.s : ys, top, words);
  }

  function product(x: Decimal, y: Decimal): Decimal | null {
    const xd = x.d;
    const yd = y.d;
    if (!isShort(xd) || !isShort(yd) || xd.length + yd.length > MOST_WORDS) return null;
    const words = zeros(xd.length + yd.length);
    for (let j = yd.length - 1; j >= 0; j -= 1) {
      const by = yd[j] ?? 0;
      let carry = 0;
      for (let i = xd.length - 1; i >= 0; i -= 1) {
        // Below 1e14 and so exact, as is its floor after the division.
        const all = (words[i + j + 1] ?? 0) + (xd[i] ?? 0) * by + carry;
        carry = Math.floor(all / WORD);
        words[i + j + 1] = all - carry * WORD;
      }
      words[j] = carry;
    }
    const top = Math.floor(x.e / WORD_DIGITS) + Math.floor(y.e / WORD_DIGITS) + 1;
    return made(x.s === y.s ? 1 : -1, top, words);
  }

  /** What these words come to, of which the first stands for `top`; not all of them are zero. */
  function made(sign: number, top: number, words: number[]): Decimal {
    while (words[words.length - 1] === 0) words.pop();
    let first = top;
    while (words[0] === 0) {
      words.shift();
      first -= 1;
    }
    let e = first * WORD_DIGITS;
    for (let word = words[0] ?? 0; word >= 10; word /= 10) e += 1;
    return new Maker(sign, e, words);
  }

  function add(this: Decimal, other: Input): Decimal {
    const y = other instanceof Decimal ? other : new Decimal(other);
    return sum(this, y, y.s) ?? long.add.call(this, y);
  }
  function sub(this: Decimal, other: Input): Decimal {
    const y = other instanceof Decimal ? other : new Decimal(other);
    return sum(this, y, -y.s) ?? long.sub.call(this, y);
  }
  function mul(this: Decimal, other: Input): Decimal {
    const y = other instanceof Decimal ? other : new Decimal(other);
    return product(this, y) ?? long.mul.call(this, y);
  }
  function cmp(this: Decimal, other: Input): number {
    const y = other instanceof Decimal ? other : new Decimal(other);
    if (!isNumber(this.d) || !isNumber(y.d)) return long.cmp.call(this, y);
    if (this.s !== y.s) return this.s;
    return this.s < 0 ? compareSizes(y, this) : compareSizes(this, y);
  }

  Object.assign(short, { add, plus: add, sub, minus: sub, mul, times: mul, cmp, comparedTo: cmp });
  Object.assign(Decimal, { prototype: short });
}

function wordAt(words: readonly number[], index: number): number {
  return index >= 0 && index < words.length ? (words[index] ?? 0) : 0;
}

/** Of a finite number that is not zero, and short enough. */
function isShort(words: number[] | null): words is number[] {
  return isNumber(words) && words.length <= MOST_WORDS;
}

function isZero(words: number[] | null): boolean {
  return words !== null && words[0] === 0;
}

function isNumber(words: number[] | null): words is number[] {
  return words !== null && words[0] !== 0;
}

/** 1, 0 or -1, whatever the signs; both are finite and not zero. */
function compareSizes(x: Decimal, y: Decimal): number {
  if (x.e !== y.e) return x.e > y.e ? 1 : -1;
  const xd = x.d;
  const yd = y.d;
  const both = Math.min(xd.length, yd.length);
  for (let i = 0; i < both; i += 1) {
    const a = xd[i] ?? 0;
    const b = yd[i] ?? 0;
    if (a !== b) return a > b ? 1 : -1;
  }
  // No number ends in a word of zeros.
  return Math.sign(xd.length - yd.length);
}

/** An array made as one of small integers stays one, which is what makes it quick. */
function zeros(count: number): number[] {
  switch (count) {
    case 1:
      return [0];
    case 2:
      return [0, 0];
    case 3:
      return [0, 0, 0];
    case 4:
      return [0, 0, 0, 0];
    default:
      return [0, 0, 0, 0, 0];
  }
}
