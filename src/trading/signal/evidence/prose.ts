import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import { termsByLine } from '../words/layout/lines.ts';
import { groupOf } from '../words/roleGroups.ts';
import { sideOfRole } from '../words/sides.ts';
import type { Term } from '../words/terms/term.ts';
import { isSure } from '../words/tickers/ticker.ts';

/** A line with more words is told, and gives no level. */
const MOST_WORDS_OF_A_LEVEL = 9;
const MOST_WORDS_OF_A_HEADING = 8;

const STARTS = {
  entry: groupOf('entry', 'buy', 'sell', 'limit', 'long', 'short', 'market'),
  stop: groupOf('stop'),
  target: groupOf('target'),
} as const;

/** What in a sentence bears on the order whatever it explains. */
const BEARS: ReadonlySet<Role> = new Set<Role>(['unreal', 'again']);

/**
 * The lines of a whole card (entry, stop and targets, a labelled line each) that only explain it: sentences
 * around it, and all that follows a heading such as "Why this setup?". What they repeat or reckon are no
 * levels, and "shorts get squeezed" in them is no side.
 */
export function linesOfProse(terms: readonly Term[]): ReadonlySet<number> {
  if (!terms.some((t) => t.role === 'stop') || !terms.some((t) => t.role === 'target'))
    return NO_LINES;
  const lines = termsByLine(terms.filter((t) => t.kind !== 'break'));
  const given = Object.values(STARTS).map((roles) => lines.findIndex((l) => isLevelLine(l, roles)));
  if (given.some((at) => at < 0)) return NO_LINES;
  const complete = Math.max(...given);
  const out = new Set<number>();
  let explains = false;
  for (const [at, line] of lines.entries()) {
    const orders = line.some((t) => t.ticker && isSure(t.ticker)) && line.some(isSide);
    if (orders && !isSentence(line)) explains = false;
    else if (at > complete && isHeading(line)) explains = true;
    const level = Object.values(STARTS).some((roles) => isLevelLine(line, roles));
    const told = isSentence(line) && !level;
    if ((explains || told) && !bears(line)) out.add(line[0]?.line ?? -1);
  }
  return out;
}

const NO_LINES: ReadonlySet<number> = new Set();

const isWord = (t: Term): boolean => t.kind === 'word';
const isSide = (t: Term): boolean => sideOfRole(t.role) !== null;

/** Begins with a label of this kind, and a price comes before any other word. */
function isLevelLine(line: readonly Term[], roles: ReadonlySet<Role | undefined>): boolean {
  const first = line.findIndex((t) => isWord(t) && !(t.ticker && !t.role));
  if (!roles.has(line[first]?.role)) return false;
  const price = line.findIndex((t, at) => at > first && t.number?.unit === null);
  const between = line.slice(first + 1, price);
  return price > first && between.every((t) => !isWord(t) || t.depth > 0 || PASSED.has(t.role));
}

const PASSED = groupOf('at', 'to', 'above', 'below', 'entry', 'stop', 'target', 'market', 'order');

function isSentence(line: readonly Term[]): boolean {
  return line.filter(isWord).length > MOST_WORDS_OF_A_LEVEL;
}

/** "Why this setup?", "Risk management:". */
function isHeading(line: readonly Term[]): boolean {
  const open = line.filter((t) => t.depth === 0);
  const words = open.filter(isWord);
  const short =
    words.length <= MOST_WORDS_OF_A_HEADING && open.every((t) => t.number === undefined);
  return short && words.some((t) => isKind(t, 'explains'));
}

/** It speaks of what is done with the order itself. */
function bears(line: readonly Term[]): boolean {
  return line.some((t, at) => {
    if (t.role && BEARS.has(t.role)) return true;
    if (isKind(t.text.split(/[ ']/u)[0], 'firstPerson')) return true;
    const acts = line.slice(at + 1, at + 4).some((n) => n.role && ENTERS.has(n.role));
    return t.role === 'not' && acts;
  });
}

const ENTERS: ReadonlySet<Role> = new Set<Role>([
  'entry',
  'buy',
  'sell',
  'open',
  'order',
  'entered',
]);
