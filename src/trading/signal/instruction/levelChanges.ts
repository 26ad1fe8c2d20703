import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { groupOf } from '../words/roleGroups.ts';
import { placeOf, type Term } from '../words/terms/term.ts';
import { isArrow, type Price, pricesAfter, pricesIn, targetNumber } from './amounts.ts';
import { entryPlace, isPlace, targetPlace } from './destinations.ts';
import { type InstructionCandidate, instructionCandidate } from './instructionCandidate.ts';
import type { SegmentWords } from './segmentWords.ts';

/** One label of a clause with the place that it is given there: "SL to 8.15", "TP2 now 9.6", "stop to entry". */
export type LevelChange = {
  of: 'stop' | 'target';
  label: Term;
  /** Of a target: which. */
  number: number | null;
  prices: readonly Price[];
  /** The word for break-even or the entry, where the stop is to go. */
  entry: Term | undefined;
  /** The target whose price the stop takes. */
  target: { number: number; term: Term } | null;
  /** Its terms, from the label to the last thing it gives. */
  terms: readonly Term[];
};

/** Words that an order is made of: beside them the levels are its own. */
const OF_AN_ORDER = groupOf('long', 'short', 'buy', 'sell', 'limit', 'entered', 'leverage');

/** A sentence with more labels changes none. */
const MOST_CHANGES = 20;

/** What tells of a level, and gives none. */
const TOLD: ReadonlySet<Role> = new Set<Role>([
  'hit',
  'stoppedOut',
  'filled',
  'past',
  'hold',
  'again',
]);

/**
 * "Move SL to 8.15 & TP2 to 9.60", "SL to BE, TP3 now 10.4": the levels of a clause that changes more
 * than one, each label with its own price. Empty where it gives an order, changes nothing, or changes
 * one level alone.
 */
export function levelChangesIn(clause: readonly Term[], goesOn: boolean): readonly LevelChange[] {
  if (clause.some((t) => OF_AN_ORDER.has(t.role) && !t.ticker)) return [];
  const labels = clause.filter((_, at) => isLabel(clause, at));
  if (labels.length === 0 || labels.length > MOST_CHANGES) return [];
  const spans = labels.map((label, i) => {
    const next = labels[i + 1];
    return clause.slice(placeOf(clause, label), next ? placeOf(clause, next) : clause.length);
  });
  // "TP1 0.158 ✅, TP2 0.164, TP3 0.172" shows how each stands.
  const shows = spans.some((span) => isTold(span) && pricesIn(span).length > 0);
  const changes = spans.flatMap((span, i) => {
    const change = labels[i] && changeOf(span, labels[i]);
    return change && !(shows && !hasOwnWord(clause, change)) ? [change] : [];
  });
  if (goesOn) return changes;
  if (changes.length < 2 || !changes.some(({ of }) => of === 'target')) return [];
  const heads = clause.find((t) => t.kind === 'word' && !t.ticker);
  const said = heads?.role === 'move' || heads?.role === 'new';
  return said || changes.some((change) => hasOwnWord(clause, change)) ? changes : [];
}

/** A label of a stop or of a target; of "stop to TP1" only the first is one. */
function isLabel(clause: readonly Term[], at: number): boolean {
  const term = clause[at];
  if (term?.role === 'stop') return !isKind(term, 'invalidates');
  if (term?.role !== 'target') return false;
  // "… the last target is 41": as it was.
  const words = [clause[at - 1], term, clause[at + 1]].flatMap((t) => t?.text.split(' ') ?? []);
  if (words.some((word) => isKind(word, 'lastOne'))) return false;
  return !isDestination(clause, at);
}

/** "Stop to TP1", "стоп на 1 тейк": where the stop goes. */
function isDestination(clause: readonly Term[], at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isNumbering(clause[before])) before--;
  const joins = clause[before]?.role === 'to' || clause[before]?.role === 'at';
  const arrow = isArrow(clause, before);
  if (!joins && !arrow) return false;
  const stop = clause.findLastIndex((t, i) => i < before && t.role === 'stop');
  return stop >= 0 && clause.slice(stop + 1, before).every((t) => t.kind !== 'number');
}

function isNumbering(term: Term | undefined): boolean {
  return term?.kind === 'index' || term?.role === 'first' || term?.role === 'second';
}

function isTold(span: readonly Term[]): boolean {
  return span.some((t) => (t.role && TOLD.has(t.role)) || t.mark === 'done');
}

function changeOf(span: readonly Term[], label: Term): LevelChange | null {
  if (isTold(span)) return null;
  const of = label.role === 'stop' ? 'stop' : 'target';
  const target = of === 'stop' ? targetPlace(span, label) : null;
  const breakeven = span.find((t, at) => t.role === 'breakeven' && isPlace(span, at));
  const entry = of === 'stop' ? (breakeven ?? entryPlace(span, label)) : undefined;
  const prices = target || entry ? [] : pricesOf(span, label);
  if (prices.length === 0 && !target && !entry) return null;
  if (of === 'stop' && prices.length > 1) return null;
  const last = Math.max(
    ...[
      ...prices.map((p) => p.term),
      ...(target ? [target.term] : []),
      ...(entry ? [entry] : []),
    ].map((t) => placeOf(span, t)),
  );
  const number = of === 'target' ? targetNumber(span, label) : null;
  return { of, label, number, prices, entry, target, terms: span.slice(0, last + 1) };
}

/** The prices behind a label, also where both stand in brackets: "(TP1 9.0)". */
function pricesOf(span: readonly Term[], label: Term): readonly Price[] {
  const plain = pricesAfter(span, label);
  if (plain.length > 0 || label.depth === 0) return plain;
  const level = span.map((t) => ({ ...t, depth: Math.max(0, t.depth - label.depth) }));
  const first = level[0];
  const found = first ? pricesAfter(level, first) : [];
  return found.flatMap(({ value, term }) => {
    const own = span.find((t) => t.at === term.at);
    return own ? [{ value, term: own }] : [];
  });
}

/** A verb of change beside it, "new", "now", or a place with a word that leads there. */
function hasOwnWord(clause: readonly Term[], { terms, label, entry }: LevelChange): boolean {
  if (entry) return true;
  for (let at = placeOf(clause, label) - 1; at >= 0; at--) {
    const term = clause[at];
    const joins = term?.ticker || term?.role === 'filler' || term?.role === 'and';
    // "GMX now TP 31" may enter.
    const enters = clause[at - 1]?.ticker !== undefined && !isKind(term, 'current');
    const now = isKind(term, 'nowOfLevel') && !enters;
    if (term?.role === 'move' || term?.role === 'new' || now) return true;
    if (!joins) break;
  }
  return terms.some(
    (t, at) => LEADS_TO.has(t.role) || isKind(t, 'nowOfLevel') || isArrow(terms, at),
  );
}

const LEADS_TO = groupOf('to', 'move', 'new');

/** What the changes ask for: one instruction a stop and a target, and one for a ladder of targets from the first on. */
export function candidatesOfChanges(
  words: SegmentWords,
  changes: readonly LevelChange[],
): InstructionCandidate[] {
  const stops = changes.filter(({ of }) => of === 'stop');
  const targets = changes.filter(({ of }) => of === 'target');
  return [
    ...stops.map((change) => stopCandidate(words, change)),
    ...targetCandidates(words, targets),
  ];
}

function stopCandidate(
  words: SegmentWords,
  { label, entry, target, prices: [price] }: LevelChange,
): InstructionCandidate {
  if (entry) return instructionCandidate(words, 'stop_to_entry', [label, entry]);
  return instructionCandidate(words, 'move_stop', [label], target ? { target } : { price });
}

function targetCandidates(
  words: SegmentWords,
  targets: readonly LevelChange[],
): InstructionCandidate[] {
  const isLadder = targets.length > 1 && targets.every(({ number }, i) => number === i + 1);
  if (isLadder)
    return [
      instructionCandidate(
        words,
        'amend',
        targets.map(({ label }) => label),
        { targets: targets.flatMap(({ prices }) => prices) },
      ),
    ];
  return targets.map(({ label, number, prices }) =>
    instructionCandidate(words, 'amend', [label], {
      targets: prices,
      ...(prices.length === 1 ? { target: { number, term: label } } : {}),
    }),
  );
}

/** The terms of the changes, with the verbs and the small words that lead to each. */
export function termsOfChanges(
  clause: readonly Term[],
  changes: readonly LevelChange[],
): ReadonlySet<Term> {
  const own = new Set<Term>();
  for (const { label, terms } of changes) {
    for (const term of terms) own.add(term);
    for (let at = placeOf(clause, label) - 1; at >= 0; at--) {
      const term = clause[at];
      if (!term || !(term.role && LEADS.has(term.role)) || term.ticker) break;
      own.add(term);
    }
  }
  return own;
}

const LEADS: ReadonlySet<Role> = new Set<Role>(['move', 'new', 'filler', 'and', 'market']);
