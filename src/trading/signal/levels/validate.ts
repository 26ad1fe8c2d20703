import { type Decimal, dec } from '../../money.ts';
import type { Side, SignalEntry, StopLevel, Target } from '../reading.ts';

/** What of a signal can contradict itself. */
export type Levels = {
  entry: SignalEntry;
  stop: StopLevel | null;
  targets: readonly Target[];
};

type Objection = { why: string; about: 'entry' | 'stop' | 'targets' | 'side' };

/** A stop further off than this from the entry is a typing error or another coin's. */
const FURTHEST_STOP = 3;
const FURTHEST_TARGET = 15;
/** Neighbouring targets (or entry and first target) further apart than this have lost or gained a digit. */
const WIDEST_STEP_UP = 8;
const WIDEST_STEP_DOWN = 5;
const WIDEST_ENTRIES = 2.5;

/**
 * Why a signal can't be what its author meant, or null. A stop or a target on the wrong side and
 * a price that is out by a digit are refused, never repaired and never flipped.
 */
export function objectionTo(side: Side, { entry, stop, targets }: Levels): Objection | null {
  const entries = entry.prices.map(dec);
  const stopPrice = stop && 'price' in stop ? dec(stop.price) : null;
  const targetPrices = targets.flatMap((target) => ('price' in target ? [dec(target.price)] : []));
  const all = [...entries, ...(stopPrice ? [stopPrice] : []), ...targetPrices];
  if (all.some((price) => price.lte(0))) return { why: 'a price of zero', about: 'entry' };

  const beyond = (price: Decimal, than: Decimal): boolean =>
    side === 'long' ? price.gt(than) : price.lt(than);
  const word = side === 'long' ? 'long' : 'short';
  const wrongSide = side === 'long' ? 'above' : 'below';

  if (stopPrice) {
    if (entries.some((price) => !beyond(price, stopPrice))) {
      return {
        why: `the stop ${stopPrice.toFixed()} is not ${side === 'long' ? 'below' : 'above'} the entry of a ${word}`,
        about: 'stop',
      };
    }
    if (targetPrices.some((price) => !beyond(price, stopPrice))) {
      return {
        why: `the stop ${stopPrice.toFixed()} is ${wrongSide} a target of a ${word}`,
        about: 'stop',
      };
    }
    const far = entries.find((price) => ratio(price, stopPrice) > FURTHEST_STOP);
    if (far)
      return {
        why: `the stop ${stopPrice.toFixed()} is too far from the entry ${far.toFixed()}`,
        about: 'stop',
      };
  }
  if (stop && 'percent' in stop && dec(stop.upTo ?? stop.percent).gte(100)) {
    return { why: `a stop of ${stop.percent}%`, about: 'stop' };
  }
  if (entries.length > 0) {
    const worst = entries.reduce((a, b) => (beyond(b, a) ? b : a));
    const wrong = targetPrices.find((price) => !beyond(price, worst));
    if (wrong) {
      return {
        why: `the target ${wrong.toFixed()} is not ${side === 'long' ? 'above' : 'below'} the entry of a ${word}`,
        about: 'targets',
      };
    }
    if (ratio(min(entries), max(entries)) > WIDEST_ENTRIES)
      return { why: 'the entries lie too far apart', about: 'entry' };
    const far = targetPrices.find((price) => ratio(price, worst) > FURTHEST_TARGET);
    if (far)
      return { why: `the target ${far.toFixed()} is too far from the entry`, about: 'targets' };
  }
  const steps = [...(entries.length > 0 ? [nearest(entries, side)] : []), ...targetPrices].sort(
    (a, b) => a.cmp(b),
  );
  const widest = side === 'long' ? WIDEST_STEP_UP : WIDEST_STEP_DOWN;
  const jump = steps.findIndex((price, i) => i > 0 && ratio(steps[i - 1] ?? price, price) > widest);
  if (jump > 0)
    return {
      why: `${steps[jump]?.toFixed()} is out of line with the other levels`,
      about: 'targets',
    };
  if (
    stopPrice &&
    entries.length === 0 &&
    targetPrices.some((price) => ratio(price, stopPrice) > FURTHEST_TARGET)
  ) {
    return { why: 'stop and targets lie too far apart', about: 'targets' };
  }
  const percents = targets.flatMap((target) => ('percent' in target ? [dec(target.percent)] : []));
  if (side === 'short' && percents.some((percent) => percent.gte(100))) {
    return { why: 'a short can not fall by 100%', about: 'targets' };
  }
  return null;
}

/** The side that stop and targets tell, when no word does; null when they don't agree or say nothing. */
export function sideOfLevels(levels: Levels): Side | null {
  const possible = (['long', 'short'] as const).filter(
    (side) => objectionTo(side, levels) === null,
  );
  return possible.length === 1 ? (possible[0] ?? null) : null;
}

/** How many times the one is the other, to nine places: how far apart they are, and no amount of money. */
function ratio(a: Decimal, b: Decimal): number {
  const r = a.toNumber() / b.toNumber();
  return Math.round((r < 1 ? 1 / r : r) * 1e9) / 1e9;
}

function min(prices: readonly Decimal[]): Decimal {
  return prices.reduce((a, b) => (b.lt(a) ? b : a));
}

function max(prices: readonly Decimal[]): Decimal {
  return prices.reduce((a, b) => (b.gt(a) ? b : a));
}

function nearest(entries: readonly Decimal[], side: Side): Decimal {
  return side === 'long' ? max(entries) : min(entries);
}
