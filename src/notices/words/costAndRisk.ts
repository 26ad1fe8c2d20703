import type { APIEmbedField } from 'discord.js';
import { type Decimal, dec, ZERO } from '../../trading/money.ts';
import { stakeOf } from '../../trading/strategy/book/stake.ts';
import type { Intended } from '../../trading/strategy/model/notice.ts';
import { isActive } from '../../trading/strategy/model/positionStatus.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import {
  averageEntry,
  inBase,
  openSize,
  profit,
  sumsOf,
} from '../../trading/strategy/model/sums.ts';
import type { DecimalString } from '../../trading/venue/venue.ts';
import { distance, money, price, signedMoney } from './amounts.ts';
import { describeTerms } from './orderWords.ts';
import { reasonWords } from './sentenceWords.ts';

/** More levels than these are counted. */
const LEVELS = 10;

/**
 * What a trade costs and risks, for every place where somebody decides about it: what it costs, what
 * its stop loses in money and of the account, entry, stop and targets with what each brings, and the
 * fees. All amounts are after the fees of both ways. Pure.
 */
export function costAndRiskFields(intended: Intended): APIEmbedField[] {
  const { plan, product } = intended;
  const entries = plan.entries.map(({ terms }) =>
    describeTerms(terms, product.id, product.priceIncrement),
  );
  const fees = feesOf(intended);
  return [
    inline('Costs', costWords(intended)),
    inline('At risk', riskWords(plan.risk, product.quote, plan.equity)),
    { name: entries.length > 1 ? 'Entries' : 'Entry', value: list(entries, 'none') },
    inline('Stop', levelWords(plan.stop, plan.expectedEntry, product, dec(plan.risk).neg())),
    inline('Targets', targetWords(intended, sizeOf(intended), plan.expectedEntry, [])),
    inline(
      'Fees',
      `about ${money(fees.enter.toFixed(), product.quote)} to enter and ${money(fees.leave.toFixed(), product.quote)} to leave at the stop, counted in all of this`,
    ),
    ...(plan.remarks.length === 0
      ? []
      : [{ name: 'Mind', value: reasonWords(plan.remarks.join('; '), 900) }]),
  ];
}

/** "It would be taken as BTC-USD for $100.00 (PAPER)." */
export function wouldBeTaken({
  product,
  plan,
  account,
}: Pick<Intended, 'product' | 'plan' | 'account'>): string {
  return `It would be taken as ${product.id} for ${money(plan.cost, product.quote)} (${account.toUpperCase()}).`;
}

/** The same in a line: "BTC-USD for $100.00, stop $58,000.00 (−3.33 %), $4.52 at risk (0.05 % of the account)". */
export function costAndRiskLine({ product, plan }: Pick<Intended, 'product' | 'plan'>): string {
  const { id, quote } = product;
  const part = partOfAccount(dec(plan.risk), plan.equity);
  return [
    `${id} for ${money(plan.cost, quote)}`,
    `stop ${price(plan.stop, id, product.priceIncrement)} (${distance(plan.expectedEntry, plan.stop)})`,
    `${money(plan.risk, quote)} at risk${part === '' ? '' : ` (${part})`}`,
  ].join(', ');
}

/**
 * What a position costs and risks as it stands: "At risk" is what the stop, where it is now, would
 * lose of what is left and of what may still be entered.
 */
export function standingFields(position: Position): APIEmbedField[] {
  const { plan, product, targetsHit } = position;
  const entries = plan.entries.map(({ terms }) =>
    describeTerms(terms, product.id, product.priceIncrement),
  );
  const entered = sumsOf(position).entry.size;
  const size = entered.isZero() ? sizeOf(position) : inBase(entered, position);
  const { entry, stop: atStop } = levelResults(position);
  return [
    inline('For', costWords(position)),
    ...(isActive(position) ? [inline('At risk', riskNow(position))] : []),
    { name: entries.length > 1 ? 'Entries' : 'Entry', value: list(entries, 'none') },
    inline('Stop', levelWords(position.stop, entry, product, atStop)),
    inline('Targets', targetWords(position, size, entry, targetsHit)),
  ];
}

/** What the stop, where it is now, would lose of what is left, in money and of the account. */
function riskNow(position: Position): string {
  const { risk } = stakeOf(position);
  if (!risk.isFinite()) return 'not known';
  if (risk.isZero()) return 'nothing: the stop is where it loses no more';
  return riskWords(risk.toFixed(), position.product.quote, position.plan.equity);
}

/** "$4.52, 0.45 % of the account". `equity`: what the account is worth, in quote, where it is known. */
export function riskWords(
  risk: DecimalString,
  quote: string,
  equity: DecimalString | undefined,
): string {
  const part = partOfAccount(dec(risk), equity);
  return `${money(risk, quote)}${part === '' ? '' : `, ${part}`}`;
}

/** "0.45 % of the account"; empty where the account's worth is not known. */
function partOfAccount(amount: Decimal, equity: DecimalString | undefined): string {
  if (equity === undefined || !dec(equity).gt(0)) return '';
  const percent = amount.div(equity).mul(100);
  if (percent.gt(0) && percent.lt('0.01')) return 'less than 0.01 % of the account';
  return `${percent.toFixed(2)} % of the account`;
}

/** "$100.00, 1.00 % of the account"; with leverage what is put up, and what it moves. */
function costWords({ plan, product }: Pick<Intended, 'plan' | 'product'>): string {
  const cost = dec(plan.cost);
  const leverage = dec(plan.leverage ?? '1');
  const own = leverage.gt(1) ? cost.div(leverage) : cost;
  const part = partOfAccount(own, plan.equity);
  const moved = leverage.gt(1)
    ? ` put up for ${money(plan.cost, product.quote)} at ${leverage.toFixed()}×`
    : '';
  return `${money(own.toFixed(), product.quote)}${moved}${part === '' ? '' : `, ${part}`}`;
}

/** What all entries would buy (or sell short) together, in base. */
function sizeOf({ plan, product }: Pick<Intended, 'plan' | 'product'>): Decimal {
  return plan.entries.reduce((sum, { terms }) => {
    const size =
      'quoteSize' in terms
        ? over(dec(terms.quoteSize), dec(plan.expectedEntry))
        : inBase(dec(terms.size), { product });
    return sum.add(size);
  }, ZERO);
}

function feesOf(intended: Intended): { enter: Decimal; leave: Decimal } {
  const { plan, fees } = intended;
  const size = sizeOf(intended);
  return {
    enter: size.mul(plan.expectedEntry).mul(fees.taker),
    leave: size.mul(plan.stop).mul(fees.taker),
  };
}

/** What being stopped out now would earn (or, below 0, lose) of what is open, with the fees of both ways. */
function resultAtStop(position: Position): Decimal | null {
  const { entry } = sumsOf(position);
  const open = openSize(position);
  if (open.isZero() || entry.size.isZero()) return stakeOf(position).risk.neg();
  const paid = entry.fees.mul(open).div(entry.size);
  const leaving = inBase(open, position).mul(position.stop).mul(position.fees.taker);
  return profit(position, position.stop).sub(paid).sub(leaving);
}

function targetWords(
  intended: Intended,
  size: Decimal,
  entry: DecimalString,
  done: readonly number[],
): string {
  const whole = intended.plan.targets.length === 1;
  const lines = targetResults(intended, size, entry).map(({ leg, at, share, result }) => {
    const words = levelWords(at, entry, intended.product, result);
    const closes = whole ? '' : `, ${share.mul(100).toDecimalPlaces(1).toFixed()} % of it`;
    return `${words}${closes}${done.includes(leg) ? ' ✓' : ''}`;
  });
  return list(lines, 'none');
}

/** What each target closes, as a share, and brings after the fees of both ways. */
function targetResults(
  { plan, side, fees }: Intended,
  size: Decimal,
  entry: DecimalString,
): { leg: number; at: DecimalString; share: Decimal; result: Decimal }[] {
  let left = dec(1);
  return plan.targets.map(({ leg, price: at, weight }, index) => {
    // What the weights leave goes to the last.
    const share = index === plan.targets.length - 1 ? left : dec(weight);
    left = left.sub(weight);
    const move = side === 'long' ? dec(at).sub(entry) : dec(entry).sub(at);
    const paid = dec(at).add(entry).mul(fees.taker);
    return { leg, at, share, result: size.mul(share).mul(move.sub(paid)) };
  });
}

/** What being stopped out and each target (in the plan's order) bring of a position, after fees; `stop` null once it has ended. */
export function levelResults(position: Position): {
  entry: DecimalString;
  stop: Decimal | null;
  targets: readonly Decimal[];
} {
  const entered = sumsOf(position).entry.size;
  const size = entered.isZero() ? sizeOf(position) : inBase(entered, position);
  const entry =
    averageEntry(position)?.toSignificantDigits(12).toFixed() ?? position.plan.expectedEntry;
  return {
    entry,
    stop: isActive(position) ? resultAtStop(position) : null,
    targets: targetResults(position, size, entry).map(({ result }) => result),
  };
}

/** "$60,000.00 (−7.69 %), −$8.90". */
function levelWords(
  at: DecimalString,
  entry: DecimalString,
  { id, quote, priceIncrement }: Intended['product'],
  result: Decimal | null,
): string {
  const far = dec(entry).isZero() ? '' : ` (${distance(entry, at)})`;
  const earns =
    result === null || !result.isFinite() ? '' : `, ${signedMoney(result.toFixed(), quote)}`;
  return `${price(at, id, priceIncrement)}${far}${earns}`;
}

function over(a: Decimal, b: Decimal): Decimal {
  return b.isZero() ? ZERO : a.div(b);
}

function inline(name: string, value: string): APIEmbedField {
  return { name, value, inline: true };
}

function list(lines: readonly string[], none: string): string {
  if (lines.length === 0) return none;
  const shown = lines.slice(0, LEVELS);
  if (lines.length > shown.length) shown.push(`and ${lines.length - shown.length} more`);
  return shown.join('\n');
}
