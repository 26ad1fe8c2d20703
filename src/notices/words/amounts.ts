import { type Decimal, dec } from '../../trading/money.ts';
import { nameOf } from '../../trading/venue/productId.ts';
import type { DecimalString } from '../../trading/venue/venue.ts';

/** Quotes that people count in hundredths; everything else is shown with the digits it has. */
const CENTS = new Set(['USD', 'USDC', 'USDT', 'EUR', 'GBP']);

/** The two sides of a spot product ("BTC-USD"); a future is counted in contracts and its quote isn't in its name. */
export function assetsOf(productId: string): { base: string; quote: string | null } {
  const name = nameOf(productId);
  return name.type === 'spot' ? name : { base: 'contracts', quote: null };
}

/** "65000.50" → "65,000.50"; the digits are kept as they are. */
export function grouped(value: DecimalString): string {
  // Trailing zeros are the product's own precision: plain notation stays as given.
  const shown = /^-?\d+(\.\d+)?$/.test(value) ? value : dec(value).toFixed();
  const [whole = '0', fraction] = shown.replace('-', '').split('.');
  let withCommas = '';
  for (let i = 0; i < whole.length; i += 1) {
    if (i > 0 && (whole.length - i) % 3 === 0) withCommas += ',';
    withCommas += whole[i];
  }
  const minus = shown.startsWith('-') ? '−' : '';
  return `${minus}${withCommas}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** An amount of the quote asset as people write it: "$1,234.50", "1,234.50 USDC", "0.0021 BTC". */
export function money(value: DecimalString, quote: string | null): string {
  const amount = dec(value);
  const size = amount.abs();
  const digits =
    quote === null || CENTS.has(quote)
      ? size.isZero() || size.gte('0.01')
        ? size.toFixed(2)
        : size.toSignificantDigits(2).toFixed()
      : size.toDecimalPlaces(8).toFixed();
  return `${amount.isNegative() && !amount.isZero() ? '−' : ''}${withUnit(grouped(digits), quote)}`;
}

/** What something came to, with its sign always said: "+$12.30", "−$3.10"; less than half a cent is nothing. */
export function signedMoney(value: DecimalString, quote: string | null): string {
  const amount = quote === null || CENTS.has(quote) ? dec(value).toDecimalPlaces(2) : dec(value);
  return `${amount.gt(0) ? '+' : ''}${money(amount.toFixed(), quote)}`;
}

/** How much of an asset is held: "1,234.50" of dollars and the like, up to eight decimals of a coin. */
export function holding(value: DecimalString, asset: string): string {
  const amount = dec(value);
  return grouped(CENTS.has(asset) ? amount.toFixed(2) : amount.toDecimalPlaces(8).toFixed());
}

/**
 * A price of the product, with every digit it has; padded to the product's increment where that is
 * given, and one in dollars or the like has its cents.
 */
export function price(value: DecimalString, productId: string, increment?: DecimalString): string {
  const { quote } = assetsOf(productId);
  const shown = dec(value);
  // An average has no end of digits; no product's price has as many.
  const all = shown.decimalPlaces() > MOST_DECIMALS ? averaged(shown) : value;
  const digits = increment === undefined ? all : toIncrement(all, increment);
  return withUnit(grouped(quote !== null && CENTS.has(quote) ? withCents(digits) : digits), quote);
}

/** The digits that the product's increment has, and more where the price has more: "63221.6" → "63221.60". */
export function toIncrement(value: DecimalString, increment: DecimalString): DecimalString {
  const shown = dec(value);
  return shown.toFixed(Math.max(shown.decimalPlaces(), dec(increment).decimalPlaces()));
}

const MOST_DECIMALS = 12;

/** No product that is quoted in hundredths has a coarser increment than one. */
function withCents(digits: DecimalString): DecimalString {
  const given = dec(digits);
  const isPlain = /^-?\d+\.\d{2,}$/.test(digits);
  return isPlain ? digits : given.toFixed(Math.max(2, given.decimalPlaces()));
}

function averaged(value: Decimal): string {
  return value.toSignificantDigits(8).toFixed();
}

/** An average price: it has no tick, so as many digits as a price of its size is read with. */
export function average(
  value: DecimalString,
  productId: string,
  increment?: DecimalString,
): string {
  return price(dec(value).toSignificantDigits(8).toFixed(), productId, increment);
}

/** A size of the product: "0.0015 BTC", "3 contracts". */
export function size(value: DecimalString, productId: string): string {
  return `${grouped(value)} ${assetsOf(productId).base}`;
}

/** How far `to` is from `from` in percent, signed: "+3.20 %". Empty when `from` is zero. */
export function distance(from: DecimalString, to: DecimalString): string {
  if (dec(from).isZero()) return '';
  return signedPercent(dec(to).div(from).minus(1).mul(100).toFixed());
}

export function signedPercent(value: DecimalString): string {
  const percent = dec(value);
  const sign = percent.gt(0) ? '+' : percent.isNegative() && !percent.isZero() ? '−' : '';
  return `${sign}${percent.abs().toFixed(2)} %`;
}

/** "1.25 R", signed. */
export function multipleOfRisk(r: DecimalString): string {
  const value = dec(r);
  const sign = value.gt(0) ? '+' : value.isNegative() && !value.isZero() ? '−' : '';
  return `${sign}${value.abs().toFixed(2)} R`;
}

function withUnit(digits: string, quote: string | null): string {
  if (quote === null) return digits;
  return quote === 'USD' ? `$${digits}` : `${digits} ${quote}`;
}
