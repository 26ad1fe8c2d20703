import { Map as PersistentMap } from 'immutable';
import { Decimal, dec, plus, ZERO } from '../../money.ts';
import type { Account } from '../model/event.ts';
import { isLive, leavesOf } from '../model/orderStatus.ts';
import type { Order, Position } from '../model/state.ts';
import { averageEntry, expectedPrice, inBase, openSize, sumsOf } from '../model/sums.ts';

/**
 * What the positions that have not ended come to, by `ofAccount`, `ofAsset` and `ofProvider`. Kept
 * with every change of a position, so that a limit on them costs a look.
 */
export type Totals = {
  counts: PersistentMap<string, number>;
  /** In quote; not by provider. */
  exposures: PersistentMap<string, Decimal>;
  /** What entries take that the venue has not heard of yet, by `ofQuote`. */
  reserved: PersistentMap<string, Decimal>;
};

export const NO_TOTALS: Totals = {
  counts: PersistentMap(),
  exposures: PersistentMap(),
  reserved: PersistentMap(),
};

export const ofAccount = (account: Account) => account;
export const ofAsset = (account: Account, base: string) => `${account} asset ${base}`;
export const ofProvider = (account: Account, provider: string) => `${account} provider ${provider}`;

export const ofQuote = (account: Account, quote: string) => `${account} quote ${quote}`;

/** The totals after a position has changed; null stands for one that is not there yet or has ended. */
export function retotal(totals: Totals, before: Position | null, after: Position | null): Totals {
  const position = after ?? before;
  if (position === null) return totals;
  if (before !== null && after !== null && isSame(before, after)) return totals;
  const { account, product, source } = position;
  const asset = ofAsset(account, product.base);

  let { counts, exposures } = totals;
  const count = Number(after !== null) - Number(before !== null);
  if (count !== 0) {
    for (const key of [ofAccount(account), asset, ofProvider(account, source.providerId)]) {
      counts = counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  const exposure = difference(exposureOf, before, after);
  if (!exposure.isZero()) {
    for (const key of [ofAccount(account), asset]) exposures = raised(exposures, key, exposure);
  }
  const unheard = difference(reservedBy, before, after);
  const reserved = unheard.isZero()
    ? totals.reserved
    : raised(totals.reserved, ofQuote(account, product.quote), unheard);
  return { counts, exposures, reserved };
}

function difference(
  of: (position: Position) => Decimal,
  before: Position | null,
  after: Position | null,
): Decimal {
  const is = after === null ? ZERO : of(after);
  if (before === null) return is;
  const was = of(before);
  return was.isZero() ? is : is.sub(was);
}

function raised(
  sums: PersistentMap<string, Decimal>,
  key: string,
  more: Decimal,
): PersistentMap<string, Decimal> {
  return sums.set(key, plus(sums.get(key) ?? ZERO, more));
}

/** What its entries take of the free quote once the venue has them, fee and all; on eight decimals. */
function reservedBy(position: Position): Decimal {
  let reserved = ZERO;
  for (const order of position.orders) {
    if (order.purpose === 'entry' && order.status === 'new') {
      reserved = plus(reserved, costOf(position, order));
    }
  }
  return reserved.isZero() ? ZERO : reserved.toDecimalPlaces(8, Decimal.ROUND_UP);
}

function costOf(position: Position, order: Order): Decimal {
  const { terms } = order;
  // A buy that names what it may spend pays its fee out of that.
  if ('quoteSize' in terms) return dec(terms.quoteSize);
  const price = 'price' in terms ? terms.price : position.plan.expectedEntry;
  const worth = inBase(leavesOf(order), position).mul(dec(price));
  const { leverage } = position.plan;
  const own = leverage === null ? worth : worth.div(dec(leverage));
  return own.add(worth.mul(dec(position.fees.taker)));
}

/**
 * What is open at its entry price and what entries may still add, in quote. On eight decimals, so
 * that sums of it are exact in whatever order they were made.
 */
export function exposureOf(position: Position): Decimal {
  const average = averageEntry(position);
  const open = average === null ? ZERO : average.mul(inBase(openSize(position), position));
  return plus(open, wantedStill(position)).toDecimalPlaces(8, Decimal.ROUND_UP);
}

function wantedStill(position: Position): Decimal {
  if (position.entriesEnded !== null) return ZERO;
  let wanted = ZERO;
  for (const entry of position.plan.entries) {
    const { leg, terms } = entry;
    const order = entryOf(position.orders, leg);
    if (order !== undefined && !isLive(order)) continue;
    if ('quoteSize' in terms) {
      wanted = wanted.add(dec(terms.quoteSize).sub(dec(order?.filledValue ?? '0')));
    } else {
      const left = order === undefined ? dec(terms.size) : leavesOf(order);
      const price = expectedPrice(entry, position.plan);
      wanted = plus(wanted, inBase(left, position).mul(price));
    }
  }
  return wanted;
}

function entryOf(orders: readonly Order[], leg: number): Order | undefined {
  return orders.find((order) => order.purpose === 'entry' && order.leg === leg);
}

/** Whether nothing has happened that a total depends on; most events are of this kind. */
function isSame(a: Position, b: Position): boolean {
  return (
    sumsOf(a) === sumsOf(b) &&
    a.plan.entries === b.plan.entries &&
    a.entriesEnded === b.entriesEnded &&
    a.outside === b.outside &&
    b.orders.every((order, i) => {
      const before = a.orders[i];
      return order.purpose !== 'entry' || before?.status === order.status;
    })
  );
}
