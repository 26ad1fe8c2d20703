import { isAloneInLine } from '../../words/layout/listNumbers.ts';
import type { Term } from '../../words/terms/term.ts';
import { isSure } from '../../words/tickers/ticker.ts';
import { firstValue } from '../../words/tokens/numbers.ts';
import { note } from '../frame/frame.ts';
import { fill, type Walk } from '../walk/walk.ts';
import { readEntryBetween } from './entryBetween.ts';

/**
 * "1) 0.2435 2) 0.2388" and below it "1) 0.2481 2) 0.2530 3) 0.2614", a line each and without a label,
 * beside a stop: the first list is where to get in, the second the targets, which may have a label as
 * well. Only while no entry is named otherwise, and while no other number stands free.
 */
export function readUnlabelledLists(walk: Walk): void {
  readTriple(walk);
  readBareTargets(walk);
  readEntryBetween(walk);
  const { frame } = walk;
  const namesEntry = frame.labels.some((l) => l.role === 'entry');
  if (namesEntry || frame.entries.length > 0 || frame.sells.length > 0) return;
  if (frame.stops.length !== 1 || frame.strays.length < 2) return;
  const stray = new Set(frame.strays.map((t) => t.line));
  const lists = listsIn(walk.terms.filter((t) => stray.has(t.line)));
  const listed = lists.flat().length;
  const [entries, targets] = lists;
  const [coin] = frame.tickers.filter(({ ticker }) => isSure(ticker));
  const named = coin !== undefined && entries?.every((t) => t.at > coin.term.at);
  if (!entries || !named || listed !== stray.size) return;
  const label = frame.labels.find((l) => l.role === 'target')?.term;
  const above = label !== undefined && entries.every((t) => t.at < label.at);
  const below = frame.targets.length > 0 && frame.sides.length > 0 && above && lists.length === 1;
  const unnamed = frame.targets.length === 0 && label === undefined && lists.length === 2;
  if (!below && !unnamed) return;
  frame.strays = [];
  fill(walk, 'entry', entries);
  if (targets) fill(walk, 'target', targets);
}

/**
 * "Long ETH 3500/3600/3200": three prices without a label, of which the first lies between the others. No
 * list of entries goes there and back: the other two are the target and the stop, as the side has them.
 */
function readTriple(walk: Walk): void {
  const { frame, terms } = walk;
  const [first, second, third, more] = frame.entries;
  const [side] = frame.sides;
  const labelled = frame.labels.length + frame.limit.length + frame.stops.length > 0;
  if (!first || !second || !third || more || !side || labelled) return;
  if (frame.targets.length + frame.sells.length > 0) return;
  if (frame.sides.some((s) => s.side !== side.side)) return;
  const slashed = [second, third].every(
    ({ term }) => terms[term.at - (terms[0]?.at ?? 0) - 1]?.text === '/',
  );
  const [a, b, c] = [first, second, third].map(({ term }) => firstValue(term));
  const between = ((a ?? 0) - (b ?? 0)) * ((c ?? 0) - (a ?? 0)) > 0;
  if (!slashed || !between) return;
  const rises = (b ?? 0) > (a ?? 0);
  const [target, stop] = rises === (side.side === 'long') ? [second, third] : [third, second];
  frame.isTriple = true;
  frame.entries = [first];
  frame.targets = [{ ...target, join: null, spaced: false }];
  frame.stops = [{ ...stop, join: null, spaced: false }];
}

/**
 * "BUY: 0.1510 - 0.1540", and below it "0.1600", "0.1655", "0.1720", a line each and without a label: the
 * targets, when none are given otherwise, the stop stands on the other side of the entry, and each lies
 * further from it than the one before.
 */
function readBareTargets(walk: Walk): void {
  const { frame, terms } = walk;
  const [stop, another] = frame.stops;
  const sold = frame.sides.every(({ side }) => side === 'short') && frame.entries.length === 0;
  const entries = sold ? frame.sells : frame.entries;
  const [entry] = entries;
  const labelled = frame.targets.length > 0 || (!sold && frame.sells.length > 0);
  if (!entry || !stop || another || stop.kind !== 'price' || labelled) return;
  if (frame.labels.some((l) => l.role === 'target')) return;
  const isNear = (t: Term): boolean => {
    const ratio = firstValue(t) / firstValue(entry.term);
    return t.line > entry.term.line && ratio > 1 / NEAR_ENTRY && ratio < NEAR_ENTRY;
  };
  const below = [...frame.strays, ...frame.leftOut].filter(isNear);
  const bare = below.filter((t) => {
    const at = t.at - (terms[0]?.at ?? 0);
    // "✔️ 0.715" may be a target, or one that is reached.
    return isAloneInLine(terms, at) && terms[at - 1]?.mark === undefined;
  });
  const prices = bare.sort((a, b) => a.at - b.at);
  if (prices.length < 2 || prices.length !== below.length) return;
  const [from, out] = [firstValue(entry.term), firstValue(stop.term)];
  const way = Math.sign(from - out);
  const ladder = [...entries.map((l) => l.term), ...prices].map(firstValue);
  const furthest = Math.max(...entries.map((l) => firstValue(l.term) * way));
  const gains = prices.map(firstValue).every((value, i, all) => {
    const before = i === 0 ? furthest : (all[i - 1] ?? 0) * way;
    return value * way > before;
  });
  if (!gains || ladder.some((value) => (value - out) * way <= 0)) return;
  frame.strays = frame.strays.filter((t) => !prices.includes(t));
  frame.leftOut = frame.leftOut.filter((t) => !prices.includes(t));
  fill(walk, 'target', prices);
  for (const price of prices) {
    const next = terms[price.at - (terms[0]?.at ?? 0) + 1];
    if (next?.mark === 'done') note(frame.reached, next);
  }
}

/** Numbers further off are no levels of the trade. */
const NEAR_ENTRY = 10;

/** The lists whose lines are "1) price", "2) price", …, from one on; an item out of order ends them all. */
function listsIn(terms: readonly Term[]): Term[][] {
  const lines = new Map<number, Term[]>();
  for (const term of terms) {
    if (term.kind === 'break') continue;
    lines.set(term.line, [...(lines.get(term.line) ?? []), term]);
  }
  const lists: Term[][] = [];
  for (const line of lines.values()) {
    const item = itemOf(line);
    if (!item) continue;
    if (item.index === 1) lists.push([]);
    const list = lists.at(-1);
    if (!list || item.index !== list.length + 1) return [];
    list.push(item.price);
  }
  return lists.every((list) => list.length > 0) ? lists : [];
}

function itemOf(line: readonly Term[]): { index: number; price: Term } | null {
  const [first, price, more] = line.filter((t) => t.kind !== 'mark' && t.kind !== 'gap');
  if (!first || price?.number?.unit !== null || price.number.sign || more) return null;
  if (first.kind === 'index') return { index: first.index ?? 0, price };
  const parted = line[line.indexOf(first) + 1]?.kind === 'mark';
  return parted && first.number?.whole ? { index: Number(first.number.digits), price } : null;
}
