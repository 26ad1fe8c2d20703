import { dec } from '../../money.ts';
import { KNOWN_MAGNITUDES } from '../vocabulary/assets.ts';
import { type NumberLiteral, shift } from '../words/tokens/numbers.ts';
import type { Level } from './level.ts';
import { SATS_DECIMALS } from './sats.ts';

/**
 * Settles what each number of a signal is worth. "65.4" may be 65.4 or 65,400, "95.000" 95 or
 * 95,000, "64 012" one number or two, "2180" behind "0.00002150" short for 0.00002180. Entries,
 * stop and targets of one trade lie close together, so the readings that lie together are meant.
 */

export type LevelRole = 'entry' | 'stop' | 'target';
export type PricedLevel = { level: Level; role: LevelRole; value: string };
type Settled = { levels: readonly PricedLevel[]; shorthand: boolean } | { ambiguous: string };

type ScaleHints = {
  base: string | null;
  /** Last price in US dollars, when the caller knows it. */
  price?: string;
  quote: string | null;
  thousandsShorthand?: boolean;
  /** Whole numbers are satoshis; or all numbers are. */
  sats?: 'whole' | 'all' | null;
};

type Option = { value: string; cost: number; thousand: boolean };
type Slot = { level: Level; role: LevelRole; options: Option[] };
type Choice = { cost: number; picks: Option[]; shorthand: boolean };

const MOST_LEVELS = 60;
/** Of a number: so far from it another one of its trade is at most. */
const NEAR = 0.3;
const SHORTHAND_COST = 1.2;
/** Two readings whose costs differ by less than this can't be told apart. */
const MARGIN = 0.35;

export function settleScale(
  levels: readonly { level: Level; role: LevelRole }[],
  hints: ScaleHints,
): Settled {
  const priced = levels.filter(({ level }) => level.kind === 'price');
  if (priced.length > MOST_LEVELS) return { ambiguous: 'more numbers than a signal has' };
  if (priced.length === 0) return { levels: [], shorthand: false };
  const layouts = [priced, ...withJoinedNumbers(priced)];
  let best: { choice: Choice; slots: Slot[] } | null = null;
  let rival: { choice: Choice; slots: Slot[] } | null = null;
  for (const layout of layouts) {
    const slots = layout.map((entry) => slotOf(entry, layout, hints));
    for (const choice of choicesOf(slots, hints)) {
      const candidate = { choice, slots };
      if (!best || choice.cost < best.choice.cost) {
        if (best && !sameValues(best, candidate)) rival = best;
        best = candidate;
      } else if (!sameValues(best, candidate) && (!rival || choice.cost < rival.choice.cost))
        rival = candidate;
    }
  }
  if (!best) return { ambiguous: 'no number in it can be a price' };
  if (rival && rival.choice.cost - best.choice.cost < MARGIN) {
    const [a, b] = [valuesOf(best), valuesOf(rival)];
    return { ambiguous: `the prices may be ${a} or ${b}` };
  }
  const { choice, slots } = best;
  return {
    shorthand: choice.shorthand,
    levels: slots.map((slot, i) => ({
      level: slot.level,
      role: slot.role,
      value: choice.picks[i]?.value ?? '0',
    })),
  };
}

function valuesOf({ choice }: { choice: Choice }): string {
  return choice.picks.map((pick) => pick.value).join(', ');
}

function sameValues(a: { choice: Choice }, b: { choice: Choice }): boolean {
  const [x, y] = [a.choice.picks, b.choice.picks];
  return x.length === y.length && x.every((pick, i) => pick.value === y[i]?.value);
}

/** "1 977.63 / 2 030.65": the same levels with the numbers that only a space parts read as one. */
function withJoinedNumbers<T extends { level: Level; role: LevelRole }>(
  levels: readonly T[],
): T[][] {
  const joined: T[] = [];
  let any = false;
  for (const entry of levels) {
    const before = joined.at(-1);
    const merged =
      before && entry.level.spaced && before.role === entry.role
        ? joinTwo(before.level, entry.level, levels)
        : null;
    if (merged && before) {
      joined[joined.length - 1] = { ...before, level: merged };
      any = true;
    } else joined.push(entry);
  }
  return any ? [joined] : [];
}

/**
 * One number of two that a space parts: one to three digits, then three digits and perhaps decimals.
 * "96.5 98 101" are three: beside what is written as short, the first is whole as it stands.
 */
function joinTwo(first: Level, second: Level, all: readonly { level: Level }[]): Level | null {
  const [a, b] = [first.term.number, second.term.number];
  if (!a?.whole || !b || a.unit || a.digits.startsWith('0') || b.sign || b.currency) return null;
  const groups = b.digits.split(/[.,]/u);
  if (groups[0]?.length !== 3 || groups.length > 2) return null;
  const alreadyJoined = first.term.end - first.term.start > first.term.text.length;
  if (a.digits.length > 3 && !alreadyJoined) return null;
  if (!alreadyJoined && all.some(({ level }) => isWrittenAsShort(level, a.digits))) return null;
  const value = dec(`${a.digits}${groups[0]}${groups[1] ? `.${groups[1]}` : ''}`).toFixed();
  const term = {
    ...first.term,
    end: second.term.end,
    number: {
      ...a,
      digits: `${a.digits}${groups[0]}`,
      values: [{ value, cost: 0 }],
      whole: groups.length === 1,
      unit: b.unit,
    },
  };
  return { ...first, term };
}

/** "96.5" beside a 98: a price with a fraction that lies as near as those of one trade do. */
function isWrittenAsShort({ term: { number } }: Level, digits: string): boolean {
  if (!number || number.whole || number.unit !== null) return false;
  const [short] = number.values;
  return short !== undefined && dec(short.value).div(digits).sub(1).abs().lt(NEAR);
}

/**
 * What a price that stands alone is worth ("stop to 63.500"), by the price level of its trade: that of
 * the message replied to, the market's, or the known magnitude of the coin.
 */
export function settleAlone(
  number: NumberLiteral,
  { base, price }: { base: string | null; price: string | undefined },
): string {
  const [first] = number.values;
  if (!first) return '0';
  const options = [...number.values];
  if (number.unit === null)
    for (const { value, cost } of number.values)
      if (dec(value).gte(1) && dec(value).lt(1000))
        options.push({ value: shift(value, 3), cost: cost + 0.3 + SHORTHAND_COST });
  const known = base === null ? undefined : KNOWN_MAGNITUDES[base];
  const misfit = (value: string): number => {
    const level = log10(value);
    if (price !== undefined) return 2 * distanceCost(Math.abs(level - log10(price)), 'stop');
    const inside = known && level >= Math.log10(known.least) && level <= Math.log10(known.most);
    return known && !inside ? 5 : 0;
  };
  const positive = options.filter(({ value }) => dec(value).gt(0));
  const best = positive.reduce(
    (a, b) => (b.cost + misfit(b.value) < a.cost + misfit(a.value) ? b : a),
    positive[0] ?? first,
  );
  return best.value;
}

function slotOf(
  entry: { level: Level; role: LevelRole },
  all: readonly { level: Level; role: LevelRole }[],
  hints: ScaleHints,
): Slot {
  const { level, role } = entry;
  const number = level.term.number;
  const options: Option[] = [];
  const add = (value: string, cost: number, thousand = false): void => {
    if (dec(value).gt(0) && !options.some((o) => o.value === value))
      options.push({ value, cost, thousand });
  };
  if (!number) return { level, role, options };
  const position = all.indexOf(entry);
  const before = all[position - 1];
  const after = all[position + 1];
  const sameGroup = (other: typeof before): boolean =>
    other !== undefined && other.level.group === level.group;

  // Digits left out: "309x" is some 3,090.
  const leftOut = number.unit === 'times' && number.whole && number.digits.length >= 3;
  const scaled = number.values.map(({ value, cost }) => ({
    value: leftOut ? shift(value, 1) : value,
    cost,
  }));
  const thousandBehind =
    sameGroup(after) &&
    after?.level.join === 'range' &&
    after.level.term.number?.unit === 'thousand';
  for (const { value, cost } of scaled) {
    const inSats = hints.sats === 'all' || (hints.sats === 'whole' && number.whole);
    if (inSats) add(shift(value, -SATS_DECIMALS), cost);
    else if (thousandBehind && number.unit === null && dec(value).lt(1000)) {
      add(shift(value, 3), cost);
      add(value, cost + 1.5);
    } else add(value, cost);
  }
  if (level.numbered !== null) {
    const rest = splitNumbered(number.digits, level.numbered);
    if (rest) add(rest, 0.4);
  }
  // "0.00000024 - 27 - 31": the last that was written whole.
  const whole = all
    .slice(0, position)
    .findLast(
      (other) =>
        sameGroup(other) && (other.level.term.number?.digits.length ?? 0) > number.digits.length,
    );
  if (sameGroup(before) && whole?.level.term.number && number.whole) {
    const full = completed(whole.level.term.number.digits, number.digits);
    // "0.00209000 - 219": the zeros at its end say nothing.
    const digits = whole.level.term.number.digits;
    const bare = digits.includes('.') ? digits.replace(/0+$/u, '') : digits;
    const plain = bare.length < digits.length ? completed(bare, number.digits) : null;
    if (plain) add(plain, 0.8);
    if (full) add(full, plain ? 1.8 : 0.8);
  }
  const [opening] = all;
  if (role !== 'entry' && opening?.role === 'entry' && number.whole && number.digits.length >= 2) {
    // "Entry 0.00001120, TP 1150", "Buy 0.000065, sell 77": the zeros are left out.
    const said = opening.level.term.number?.digits ?? '';
    const significant = said.replace(/^0\.0+/u, '').length;
    const digits = number.digits.length >= 3 || (significant === 2 && !whole) ? said : '';
    const full = digits.startsWith('0.0') ? completed(digits, number.digits) : null;
    if (full) add(full, 0.9);
  }
  if (number.unit === null) {
    for (const { value, cost } of scaled) {
      if (dec(value).gte(1) && dec(value).lt(1000)) add(shift(value, 3), cost + 0.3, true);
    }
  }
  return { level, role, options };
}

/** "41.3100" under the fourth "TP" is target 4 at 1.3100. */
function splitNumbered(digits: string, index: number): string | null {
  const prefix = String(index);
  if (!digits.startsWith(prefix) || digits.length <= prefix.length + 1) return null;
  const rest = digits.slice(prefix.length).replace(',', '.');
  return /^[0-9]+$|^[0-9]*\.[0-9]+$/u.test(rest)
    ? dec(rest.startsWith('.') ? `0${rest}` : rest).toFixed()
    : null;
}

/** "2180" behind "0.00002150" → 0.00002180; "500" behind "68000" → 68500. */
function completed(full: string, digits: string): string | null {
  const plain = full.replace(',', '.');
  if (digits.length >= plain.length || digits.startsWith('0')) return null;
  if (!/^[0-9]*\.?[0-9]+$/u.test(plain)) return null;
  const dot = plain.indexOf('.');
  if (dot >= 0 && plain.length - dot - 1 < digits.length) return null;
  if (digits.length < 2) return null;
  return dec(plain.slice(0, plain.length - digits.length) + digits).toFixed();
}

const log10 = (value: string): number => Math.log10(Number(value));

/** For every value that could be the trade's price level: the cheapest reading of all numbers around it. */
function* choicesOf(slots: readonly Slot[], hints: ScaleHints): Generator<Choice> {
  const entrySlots = slots.filter((slot) => slot.role !== 'target');
  const anchors = entrySlots.length > 0 ? entrySlots : slots;
  const seen = new Set<string>();
  for (const anchor of anchors) {
    for (const option of anchor.options) {
      if (seen.has(option.value)) continue;
      seen.add(option.value);
      const choice = choose(slots, log10(option.value), hints);
      if (choice) yield choice;
    }
  }
}

function choose(slots: readonly Slot[], center: number, hints: ScaleHints): Choice | null {
  const picks: Option[] = [];
  let cost = magnitudeCost(center, slots.length, hints);
  let shorthand = false;
  for (const slot of slots) {
    let best: Option | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const option of slot.options) {
      if (option.thousand && center < 2.9) continue;
      const total = option.cost + distanceCost(Math.abs(log10(option.value) - center), slot.role);
      if (total < bestCost) {
        best = option;
        bestCost = total;
      }
    }
    if (!best) return null;
    picks.push(best);
    cost += bestCost;
    shorthand ||= best.thousand;
  }
  if (shorthand) cost += hints.thousandsShorthand ? -1 : SHORTHAND_COST;
  return { cost, picks, shorthand };
}

/** Levels of one trade lie within a factor of two; targets may lie further off. */
function distanceCost(distance: number, role: LevelRole): number {
  const near = role === 'target' ? 0.7 : 0.3;
  return distance <= near ? distance : near + 4 * (distance - near);
}

/** What is known of the coin's price speaks against a level far from it. */
function magnitudeCost(center: number, levels: number, hints: ScaleHints): number {
  const inDollars =
    hints.quote === null ||
    hints.quote.startsWith('USD') ||
    hints.quote === 'FDUSD' ||
    hints.quote === 'BUSD';
  if (!inDollars || hints.base === null) return 0;
  if (hints.price !== undefined) {
    const distance = Math.abs(center - log10(hints.price));
    return distance <= 0.4 ? 0 : Math.max(6, 1.5 * levels) * (distance - 0.4);
  }
  const known = KNOWN_MAGNITUDES[hints.base];
  if (!known) return 0;
  const low = Math.log10(known.least);
  const high = Math.log10(known.most);
  return center < low || center > high ? Math.max(5, 1.5 * levels) : 0;
}
