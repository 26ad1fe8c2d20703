import { type Decimal, dec, maxOf, minOf, ONE, ZERO } from '../../money.ts';
import type { Side, Signal } from '../../signal/reading.ts';
import { type Denial, deny } from '../model/denial.ts';
import type { MarketContext } from '../model/event.ts';
import { onTick } from '../model/product.ts';
import { behind, lead, percentAhead, tickBack } from '../model/side.ts';
import type { EntryCondition } from '../model/state.ts';
import type { Settings } from '../settings/settings.ts';
import { productPrice } from './levels.ts';
import { sharesOf, type WeightRule } from './weights.ts';

/** One entry before it has a size: at market, or at a limit; perhaps only once something has happened. */
export type Entry = {
  /** The price it is reckoned with, on the product's tick. */
  price: Decimal;
  share: Decimal;
  market: boolean;
  when: EntryCondition | null;
};

export type Entries = {
  /** Nearest to the price first. */
  entries: readonly Entry[];
  /** The nearest price the signal named; null when it named none. */
  named: Decimal | null;
};

/** Which entries a signal asks for, under the owner's settings. */
export function readEntries(
  signal: Signal,
  market: MarketContext,
  settings: Settings,
): Entries | { denied: Denial } {
  const { type, prices, trigger } = signal.entry;
  const { side } = signal;
  const scaled = prices.map((price) => productPrice(price, market));
  if (scaled.some((price) => !price.isPositive() || price.isZero())) {
    return deny('entry', 'its entry is not a price above zero');
  }
  // Rounded so that it is never paid more than was said.
  const ticks = scaled.map((price) => tickBack(price, market.product, side));
  if (ticks.some((price) => price.isZero())) {
    return deny('entry', `its entry is below the smallest price step of ${market.product.id}`);
  }
  const nearest = nearestFirst(ticks, side);
  const named = nearest[0] ?? null;
  const now = takenAt(market, side);
  const atOnce: Entry = { price: now, share: ONE, market: true, when: null };

  if (type === 'market' || (settings.entryStyle === 'market' && type !== 'breakout')) {
    return { entries: [atOnce], named };
  }
  if (named === null) return deny('entry', 'it names no entry price');
  if (type === 'breakout') return breakout(trigger, named, market, settings, now);

  const spread =
    type === 'zone'
      ? nearestFirst(
          across(ticks, settings.zoneOrders).map((p) => tickBack(p, market.product, side)),
          side,
        )
      : nearest;
  const shares =
    told(signal, ticks, spread, settings) ?? sharesOf(spread.length, weightRule(settings));
  const entries = spread.flatMap((price, i): Entry[] => {
    const share = shares[i] ?? dec(0);
    if (share.isZero()) return [];
    if (i === 0 && settings.firstEntryAtMarket) return [{ ...atOnce, share }];
    const wanted = i === 0 ? withGrace(price, side, market, settings) : price;
    const graced = settings.postOnly ? shortOfMarket(wanted, side, market) : wanted;
    const turn = settings.trailingEntryPercent;
    if (dec(turn).isZero()) return [{ price: graced, share, market: false, when: null }];
    const when: EntryCondition = {
      direction: behind(side),
      price: graced.toFixed(),
      turnPercent: turn,
    };
    return [{ price: graced, share, market: true, when }];
  });
  const share = shareNow(signal, settings);
  return { entries: share.isZero() ? entries : [{ ...atOnce, share }, ...entries], named };
}

/**
 * The provider's own weights, in shares of 1, for prices in the order of `spread`: where the owner has
 * chosen none, and each price of the signal is an entry of its own.
 */
function told(
  { entry: { type, weights } }: Signal,
  ticks: readonly Decimal[],
  spread: readonly Decimal[],
  { entryWeights }: Settings,
): readonly Decimal[] | null {
  if (entryWeights !== 'even' || type !== 'limit' || weights?.length !== ticks.length) return null;
  return spread.map((price) =>
    ticks.reduce(
      (sum, tick, i) => (tick.eq(price) ? sum.add(dec(weights[i] ?? '0').div(100)) : sum),
      dec(0),
    ),
  );
}

/** What the provider takes at once beside entries that wait, as a share of 1. */
function shareNow({ entry: { type, weights, now } }: Signal, { entryWeights }: Settings): Decimal {
  const applies = type === 'limit' && entryWeights === 'even' && weights !== undefined;
  return applies && now !== undefined ? dec(now).div(100) : ZERO;
}

function breakout(
  trigger: Signal['entry']['trigger'],
  price: Decimal,
  market: MarketContext,
  settings: Settings,
  now: Decimal,
): Entries | { denied: Denial } {
  if (trigger === undefined) return deny('entry', 'its breakout names no direction');
  if (trigger.on === 'close' && settings.breakoutOnClose === 'deny') {
    return deny(
      'entry',
      `it asks for a ${trigger.timeframe ?? 'candle'} close ${trigger.direction} ${price.toFixed()}, and closes are not waited for`,
    );
  }
  const last = dec(market.price.last);
  const passed = trigger.direction === 'above' ? last.gte(price) : last.lte(price);
  const when = passed
    ? null
    : { direction: trigger.direction, price: price.toFixed(), turnPercent: null };
  return {
    entries: [{ price: passed ? now : price, share: dec(1), market: true, when }],
    named: price,
  };
}

function weightRule(settings: Settings): WeightRule {
  switch (settings.entryWeights) {
    case 'even':
      return 'even';
    case 'front':
      return 'falling';
    case 'back':
      return 'rising';
    case 'custom':
      return { custom: settings.customEntryWeights };
  }
}

function withGrace(
  price: Decimal,
  side: Side,
  { product }: MarketContext,
  { entryGracePercent }: Settings,
): Decimal {
  // It is on the tick.
  if (entryGracePercent === '0') return price;
  return tickBack(percentAhead(price, entryGracePercent, side), product, side);
}

/** A price that does not trade at once: where others of its side wait, and short of the other side. */
function shortOfMarket(
  price: Decimal,
  side: Side,
  { product, price: { bid, ask } }: MarketContext,
): Decimal {
  const tick = dec(product.priceIncrement);
  return side === 'long'
    ? minOf(price, onTick(minOf(dec(bid), dec(ask).sub(tick)), product, 'down'))
    : maxOf(price, onTick(maxOf(dec(ask), dec(bid).add(tick)), product, 'up'));
}

/** The price of what is entered at once: it is bought at the ask and sold at the bid. */
export function takenAt({ price }: MarketContext, side: Side): Decimal {
  return dec(side === 'long' ? price.ask : price.bid);
}

/** Distinct prices, nearest to the market first: a long is entered from above. */
function nearestFirst(prices: readonly Decimal[], side: Side): readonly Decimal[] {
  const distinct = prices.filter((price, i) => prices.findIndex((p) => p.eq(price)) === i);
  return distinct.sort((a, b) => lead(b, a, side).cmp(0));
}

/** So many prices evenly over a zone, both ends included; one alone goes to the middle. */
function across(ends: readonly Decimal[], count: number): readonly Decimal[] {
  const [first, second = first] = ends;
  if (first === undefined || second === undefined) return [];
  if (count === 1) return [first.add(second).div(2)];
  const step = second.sub(first).div(count - 1);
  return Array.from({ length: count }, (_, i) => first.add(step.mul(i)));
}
