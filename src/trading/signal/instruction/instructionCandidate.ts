import type { Side, Target, UpdateAction } from '../reading.ts';
import { isKind } from '../words/kinds.ts';
import type { Term } from '../words/terms/term.ts';
import type { Price } from './amounts.ts';
import type { SegmentWords } from './segmentWords.ts';

/** An update as its segment gives it, before its coin is known. */
export type InstructionCandidate = {
  action: UpdateAction;
  /** Only a target's label stands there, no word that says what became of it. */
  bare?: boolean;
  /** By which rule it may be talk, and why, so that the owner is asked. */
  doubted?: { rule: string; why: string };
  /** The places of the part of the clause that it was read from. */
  within: { start: number; end: number };
  /** The words that carry it. */
  terms: readonly Term[];
  side: Side | null;
  all?: boolean;
  price?: string;
  percent?: string;
  target?: number;
  entries?: readonly string[];
  addedEntries?: readonly string[];
  targets?: readonly Target[];
  /** The terms that each field was read from. */
  cites: Readonly<Record<string, readonly Term[]>>;
};

/** What an instruction gives beside its words. */
type Given = {
  price?: Price | undefined;
  part?: { percent: string; term: Term } | undefined;
  target?: { number: number | null; term: Term } | undefined;
  entries?: readonly Price[];
  addedEntries?: readonly Price[];
  targets?: readonly Price[];
  /** false: it is of one position, though "all" stands beside it. */
  all?: false;
  bare?: true;
};

/** A candidate of `action`, carried by the given words of the segment. */
export function instructionCandidate(
  words: SegmentWords,
  action: UpdateAction,
  carriers: readonly (Term | undefined)[],
  given: Given = {},
): InstructionCandidate {
  const { terms } = words;
  const sides = terms.filter((t) => t.role === 'long' || t.role === 'short');
  const side = new Set(sides.map((t) => t.role as Side));
  const { price, part, target, entries, addedEntries, targets } = given;
  const all =
    given.all !== false &&
    (words.has('all') || terms.some((t) => t.role === 'close' && saysAll(t.text)));
  const number = target?.number ?? null;
  const levels = [...(entries ?? []), ...(addedEntries ?? []), ...(targets ?? [])];
  return {
    action,
    within: { start: terms[0]?.at ?? 0, end: terms.at(-1)?.at ?? 0 },
    terms: [...carriers.filter((t) => t !== undefined), ...levels.map((level) => level.term)],
    side: side.size === 1 ? ([...side][0] ?? null) : null,
    ...(all ? { all } : {}),
    ...(given.bare ? { bare: true } : {}),
    ...(price ? { price: price.value } : {}),
    ...(part ? { percent: part.percent } : {}),
    ...(number === null ? {} : { target: number }),
    ...(entries ? { entries: valuesOf(entries) } : {}),
    ...(addedEntries ? { addedEntries: valuesOf(addedEntries) } : {}),
    ...(targets ? { targets: valuesOf(targets).map((value) => ({ price: value })) } : {}),
    cites: {
      ...(side.size === 1 ? { side: sides } : {}),
      ...(price ? { price: [price.term] } : {}),
      ...(part ? { percent: [part.term] } : {}),
      ...(target && number !== null ? { target: [target.term] } : {}),
      ...(entries ? { entry: termsOf(entries) } : {}),
      ...(addedEntries ? { entry: termsOf(addedEntries) } : {}),
      ...(targets ? { targets: termsOf(targets) } : {}),
    },
  };
}

const valuesOf = (prices: readonly Price[]): string[] => prices.map(({ value }) => value);
const termsOf = (prices: readonly Price[]): Term[] => prices.map(({ term }) => term);

function saysAll(text: string): boolean {
  return text.split(' ').some((word) => isKind(word, 'everything'));
}

/** It tells what became of a trade, and asks for nothing. */
export const isReport = ({ action }: { action: UpdateAction }): boolean =>
  action === 'target_hit' || action === 'stop_hit';
