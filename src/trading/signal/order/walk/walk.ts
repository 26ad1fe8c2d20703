import type { Level } from '../../levels/level.ts';
import type { Side } from '../../reading.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { emptyFrame, type Frame, MOST_OF_A_KIND, note } from '../frame/frame.ts';
import { joinBetween } from './neighbours.ts';

/** What the numbers that follow are: by a label, or (implied) by the place behind a side or a coin. */
export type Label =
  | 'entry'
  | 'stop'
  | 'target'
  | 'sell'
  | 'leverage'
  | 'risk'
  | 'skip'
  | 'coin'
  | 'implied';

const PRICE_LABELS: ReadonlySet<Label> = new Set(['entry', 'stop', 'target', 'sell', 'implied']);

/** Where the walk over a frame's terms stands: which label is open, and what it has collected. */
export type Walk = {
  readonly terms: readonly Term[];
  readonly frame: Frame;
  label: Label | null;
  /** How deep in brackets the label stands, and the first of its numbers ("targets: [1.1, 1.2]"). */
  labelDepth: number;
  /** The emoji that opened the label: lines under another one are not its list. */
  labelMark: string | null;
  listDepth: number;
  /** Counts the price labels. */
  group: number;
  /** How many numbers the label has. */
  collected: number;
  /** The label's line has ended: only a list of lines goes on. */
  closedByLine: boolean;
  unknownWords: number;
  beyond: Level['beyond'];
  previous: Term | null;
  lastLevel: Level | null;
  lastTargetLine: number;
  /** Up to here the terms are read already. */
  readUpTo: number;
  /** A label whose numbers are left aside speaks of an entry ("average entry"), or of the price just now. */
  asideSays: 'entry' | 'price' | 'result' | null;
  /** In the settings of a trailing bot, whose labels are no levels of this trade. */
  inBotSettings: boolean;
  /** The list's lines begin with list numbers. */
  indexed: boolean;
  /** In a line of a list, before its number: words there ("close the order at") change nothing. */
  inListLine: boolean;
  /** A list of lines that a remark behind one of its numbers has interrupted. */
  interrupted: { label: Label; group: number; depth: number; last: Level } | null;
};

export function startWalk(terms: readonly Term[]): Walk {
  return {
    terms,
    frame: emptyFrame(terms),
    label: null,
    labelDepth: 0,
    labelMark: null,
    listDepth: 0,
    group: 0,
    collected: 0,
    closedByLine: false,
    unknownWords: 0,
    beyond: null,
    previous: null,
    lastLevel: null,
    lastTargetLine: -1,
    readUpTo: -1,
    asideSays: null,
    inBotSettings: false,
    indexed: false,
    inListLine: false,
    interrupted: null,
  };
}

/** From `term` on, numbers belong to `next`; to nothing, when that is null. */
export function open(walk: Walk, next: Label | null, term: Term): void {
  const { label, lastLevel } = walk;
  const isList = (label === 'target' || label === 'entry') && lastLevel !== null && !isInline(walk);
  const isRemark = next === null || next === 'skip' || next === 'risk';
  if (isList && isRemark)
    walk.interrupted = { label, group: walk.group, depth: walk.labelDepth, last: lastLevel };
  else if (!isRemark) walk.interrupted = null;
  walk.label = next;
  walk.labelDepth = term.depth;
  walk.labelMark = term.kind === 'mark' ? term.text : null;
  walk.listDepth = 0;
  walk.collected = 0;
  walk.closedByLine = false;
  walk.indexed = false;
  walk.unknownWords = 0;
  // "Sell stop ETH 2430": the coin between changes nothing.
  if (next !== 'implied' && next !== 'entry') walk.beyond = null;
  walk.lastLevel = null;
  if (next && PRICE_LABELS.has(next)) walk.group++;
}

export function openStop(walk: Walk, term: Term): void {
  note(walk.frame.labels, { role: 'stop', term });
  open(walk, 'stop', term);
}

export function addSide(
  walk: Walk,
  term: Term,
  side: Side,
  strength: 'word' | 'verb' = 'word',
): void {
  note(walk.frame.sides, { side, term, strength });
}

/** Goes on with the list that a remark has interrupted. */
export function resume(walk: Walk): void {
  if (!walk.interrupted) return;
  walk.label = walk.interrupted.label;
  walk.group = walk.interrupted.group;
  walk.labelDepth = walk.interrupted.depth;
  walk.lastLevel = walk.interrupted.last;
  walk.collected = 1;
  walk.closedByLine = true;
  walk.interrupted = null;
}

/** The levels under the open label. */
export function listOf({ frame, label }: Walk): Level[] {
  if (label === 'stop') return frame.stops;
  if (label === 'target') return frame.targets;
  return label === 'sell' ? frame.sells : frame.entries;
}

/** Puts a number into the list of the open label. */
export function place(walk: Walk, term: Term, kind: Level['kind']): void {
  const list = listOf(walk);
  if (list.length >= MOST_OF_A_KIND) return;
  const join = walk.lastLevel ? joinBetween(walk.terms, walk.lastLevel.term, term) : null;
  const placed = levelOf(walk, term, kind, join);
  list.push(placed);
  if (walk.label === 'target' || (walk.label === 'sell' && walk.frame.entries.length > 0))
    walk.lastTargetLine = term.line;
  walk.lastLevel = placed;
  if (walk.collected === 0) walk.listDepth = term.depth;
  walk.collected++;
  walk.beyond = null;
}

/** Puts all of `prices` under one label. */
export function fill(walk: Walk, label: Label, prices: readonly Term[]): void {
  for (const [at, price] of prices.entries()) {
    if (at === 0) open(walk, label, price);
    place(walk, price, 'price');
  }
}

export function levelOf(
  { terms, frame, group, beyond, lastLevel, previous }: Walk,
  term: Term,
  kind: Level['kind'],
  join: Level['join'],
): Level {
  const follows =
    lastLevel !== null &&
    placeOf(terms, term) - placeOf(terms, lastLevel.term) === 1 &&
    !term.glued;
  const numbered = term.glued && previous?.role === 'target' ? frame.targets.length + 1 : null;
  return { term, kind, join, spaced: follows && kind === 'price', numbered, group, beyond };
}

export function removeLevel({ frame }: Walk, term: Term): void {
  for (const list of [frame.entries, frame.stops, frame.targets, frame.sells]) {
    const at = list.findIndex((l) => l.term === term);
    if (at >= 0) list.splice(at, 1);
  }
}

/** The open label has a number in its own line. */
export function isInline({ frame, group }: Walk): boolean {
  const first = [...frame.entries, ...frame.targets, ...frame.sells].find((l) => l.group === group);
  if (!first) return false;
  const labels = [...frame.labels, ...frame.sides].map((l) => l.term);
  const before = labels.filter((label) => label.start <= first.term.start);
  return before.some((label) => label.line === first.term.line);
}
