import { type Decimal, dec, floorTo, maxOf, plus, times, ZERO } from '../../money.ts';
import type { Side, Signal } from '../../signal/reading.ts';
import type { OrderTerms } from '../../venue/venue.ts';
import { type Denial, deny } from '../model/denial.ts';
import type { MarketContext } from '../model/event.ts';
import { openingSide } from '../model/product.ts';
import type { Plan, PlannedEntry } from '../model/state.ts';
import { inBase } from '../model/sums.ts';
import type { Settings } from '../settings/settings.ts';
import { type Entry, readEntries } from './entryPrices.ts';
import { readStop, readTargets } from './levels.ts';
import { stopBeyondLiquidation } from './liquidation.ts';
import {
  ranAway,
  rewardTooSmall,
  stopOnWrongSide,
  targetTouched,
  tooLittleMoney,
  tooSmall,
} from './planDenials.ts';
import { type Part, shareOf, sizeOfPosition } from './sizing.ts';
import { atOnce, worstPrice } from './slippage.ts';

/** Turns a signal into sizes and prices for a product under the owner's settings, or says why not. */
export function planSignal(
  signal: Signal,
  market: MarketContext,
  settings: Settings,
  /** What makes it more or less than the settings' size, one upon the other. */
  parts: readonly Part[] = [],
): { plan: Plan } | { denied: Denial } {
  const read = readEntries(signal, market, settings);
  if ('denied' in read) return read;
  const { entries, named } = read;
  const far = ranAway(signal, market, settings, named);
  if (far !== null) return { denied: far };

  const average = averageOf(entries);
  const stopRead = readStop(signal, market, settings, {
    average,
    first: entries[0]?.price ?? average,
  });
  if ('denied' in stopRead) return stopRead;
  const { stop } = stopRead;
  const wrong = stopOnWrongSide(signal, market, stop, entries);
  if (wrong !== null) return { denied: wrong };

  const targetsRead = readTargets(signal, market, settings, average);
  if ('denied' in targetsRead) return targetsRead;
  const { targets } = targetsRead;
  const late = targetTouched(signal, market, settings, entries, targets);
  if (late !== null) return { denied: late };
  const poor = rewardTooSmall(settings, average, stop, targets);
  if (poor !== null) return { denied: poor };

  const sizing = sizeOfPosition(signal, market, settings, average, stop, parts);
  const beyond = stopBeyondLiquidation(signal.side, average, stop, sizing.leverage, market);
  if (beyond !== null) return { denied: beyond };
  const sized = sizeEntries(entries, sizing.worth, signal.side, market, settings);
  if ('denied' in sized) return sized;
  const short = tooLittleMoney(sized, sizing.leverage, market);
  if (short !== null) return { denied: short };

  return {
    plan: {
      entries: sized.entries,
      stop: stop.toFixed(),
      targets,
      leverage: market.product.type === 'future' ? sizing.leverage.toFixed() : null,
      cost: sized.cost.toFixed(),
      risk: riskOf(sized.size, average, stop, market).toFixed(),
      equity: market.equity,
      expectedEntry: average.toFixed(),
      ...(parts.length > 0 && { share: shareOf(parts).toFixed() }),
      remarks: [
        ...stopRead.remarks,
        ...targetsRead.remarks,
        ...sizing.remarks,
        ...farFromPrice(entries, market),
        ...expiresSoon(market),
      ],
    },
  };
}

/** So far from the price an entry is remarked on, in percent. */
const FAR_PERCENT = 5;

/** Whether the nearest entry is so far from the price that it may be long before it is reached, if ever. */
function farFromPrice(
  entries: readonly Entry[],
  { price }: Pick<MarketContext, 'price'>,
): string[] {
  const last = dec(price.last);
  const away = (entry: Entry) => entry.price.sub(last).abs();
  const [nearest] = [...entries].sort((a, b) => away(a).comparedTo(away(b)));
  if (nearest === undefined || away(nearest).mul(100).lt(last.mul(FAR_PERCENT))) return [];
  const percent = away(nearest).div(last).mul(100);
  return [
    `the price ${price.last} is ${percent.toDecimalPlaces(1).toFixed()} % away from the entry ${nearest.price.toFixed()}`,
  ];
}

/** So near its end a contract is remarked on. */
const SOON_MS = 7 * 86_400_000;

function expiresSoon({ product, price }: Pick<MarketContext, 'product' | 'price'>): string[] {
  const { id, expiresAt } = product;
  if (expiresAt === undefined || expiresAt - price.at > SOON_MS) return [];
  const when = new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ');
  return [`${id} expires ${when} UTC, and what is open then is settled at whatever the price is`];
}

/** The average price of a position whose entries all fill: shares of money, so the harmonic mean. */
function averageOf(entries: readonly Entry[]): Decimal {
  const [only] = entries;
  if (only !== undefined && entries.length === 1) return only.price;
  let money = ZERO;
  let size = ZERO;
  for (const { share, price } of entries) {
    money = money.add(share);
    size = size.add(share.div(price));
  }
  return money.div(size);
}

/** What the stop would lose of so much that is entered at that price, fees of both ways included, in quote. */
export function riskOf(
  size: Decimal,
  entry: Decimal,
  stop: Decimal,
  market: Pick<MarketContext, 'product' | 'fees'>,
): Decimal {
  const worth = inBase(size, market);
  const atEntry = worth.mul(entry);
  const atStop = worth.mul(stop);
  const fees = atEntry.add(atStop).mul(dec(market.fees.taker));
  return atEntry.sub(atStop).abs().add(fees);
}

export type Sized = { entries: readonly PlannedEntry[]; size: Decimal; cost: Decimal };

/** Entries with their sizes for a worth in quote, or why the product does not take them so. */
export function sizeEntries(
  entries: readonly Entry[],
  worth: Decimal,
  side: Side,
  market: Pick<MarketContext, 'product'>,
  settings: Settings,
): Sized | { denied: Denial } {
  const { product } = market;
  const planned: PlannedEntry[] = [];
  let total = ZERO;
  let cost = ZERO;
  for (const entry of entries) {
    const share = times(worth, entry.share);
    const worst = worstOf(entry, side, market, settings);
    // What it may spend is what it would cost at the worst.
    const unit = inBase(worst === null ? entry.price : maxOf(entry.price, worst), market);
    const size = floorTo(share.div(unit), dec(product.baseIncrement));
    const small = tooSmall(size, share, market);
    if (small !== null) return { denied: small };
    planned.push({
      leg: planned.length + 1,
      terms:
        worst === null
          ? termsOf(entry, size, share, market, settings)
          : atOnce(size, { worst: worst.toFixed(), tries: 1 }),
      when: entry.when,
    });
    total = plus(total, size);
    const spends = entry.market && worst === null && product.type === 'spot';
    cost = plus(cost, spends ? share : size.mul(unit));
  }
  if (total.gt(dec(product.maxBaseSize))) {
    return deny(
      'maximum_size',
      `it would be ${total.toFixed()} ${product.base}, and ${product.id} takes no more than ${product.maxBaseSize}`,
    );
  }
  return { entries: planned, size: total, cost };
}

/** The worst price of an entry at market that is made at once; one that waits gets it when its time has come. */
function worstOf(
  { market: atMarket, when, price }: Entry,
  side: Side,
  { product }: Pick<MarketContext, 'product'>,
  settings: Settings,
): Decimal | null {
  if (!atMarket || when !== null) return null;
  return worstPrice(price, openingSide({ side }), product, settings);
}

/** An entry that waits at its price. */
function restingEntry(size: Decimal, price: Decimal, { postOnly }: Settings): OrderTerms {
  const terms = {
    type: 'limit' as const,
    size: size.toFixed(),
    price: price.toFixed(),
    timeInForce: 'gtc' as const,
  };
  return postOnly ? { ...terms, postOnly } : terms;
}

function termsOf(
  entry: Entry,
  size: Decimal,
  share: Decimal,
  { product }: Pick<MarketContext, 'product'>,
  settings: Settings,
): OrderTerms {
  if (!entry.market) return restingEntry(size, entry.price, settings);
  if (product.type !== 'spot') return { type: 'market', size: size.toFixed() };
  // A spot buy names what it may spend, so that it never costs more than was set.
  return { type: 'market', quoteSize: floorTo(share, dec(product.quoteIncrement)).toFixed() };
}
