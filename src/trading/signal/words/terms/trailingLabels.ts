import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../kinds.ts';
import { sideOfRole } from '../sides.ts';
import { isWithoutSpaces } from '../tokens/characters.ts';
import type { Term } from './term.ts';

const SEPARATORS: ReadonlySet<string> = new Set([',', ';', '|', '/', '•', '·', '.', '。']);

/**
 * "0.1215 entry, 0.1242 sl, 0.118 tp", "68600で損切り、66900と66000で利確": a label that stands behind its
 * numbers is put in front of them, so that the rest of the reader knows one order only. That is so
 * where all labels of a line stand behind, and for one that is alone with its number in its part of
 * the line; words without spaces say it by their place alone.
 */
export function withLabelsInFront(terms: readonly Term[]): readonly Term[] {
  let ordered: Term[] | null = null;
  let lineStart = 0;
  const behindLines = linesEndingInLabels(terms);
  for (let at = 0; at <= terms.length; at++) {
    if (at < terms.length && terms[at]?.kind !== 'break') continue;
    const moves = behindLines.has(lineStart)
      ? [{ from: at - 1, to: lineStart }]
      : movesIn(terms, lineStart, at);
    for (const { from, to, role } of moves) {
      ordered ??= [...terms];
      const label = ordered[from];
      if (role && label) ordered[from] = { ...label, role, ticker: undefined };
      move(ordered, from, to);
    }
    lineStart = at + 1;
  }
  return ordered ?? terms;
}

/**
 * "58,240 entry", "58,010 sl", "58,500 / 59,100 tps": lines of prices with their label at the end, where
 * there are several and no label leads a line. Where each begins.
 */
function linesEndingInLabels(terms: readonly Term[]): ReadonlySet<number> {
  const starts = new Set<number>();
  let start = 0;
  for (let at = 0; at <= terms.length; at++) {
    if (at < terms.length && terms[at]?.kind !== 'break') continue;
    const prices = terms.slice(start, at - 1);
    if (isPriceLabel(terms[start]) && terms[start + 1]?.kind !== 'break') return NO_LINES;
    const plain = prices.every((t) => isLevel(t) || (t.kind === 'mark' && SEPARATORS.has(t.text)));
    if (isPriceLabel(terms[at - 1]) && prices.some(isLevel) && plain) starts.add(start);
    start = at + 1;
  }
  return starts.size > 1 ? starts : NO_LINES;
}

const NO_LINES: ReadonlySet<number> = new Set();

type Move = { from: number; to: number; role?: Role };

/** Which labels of a line go where. */
function movesIn(terms: readonly Term[], start: number, end: number): Move[] {
  if (isLineForLabel(terms, start, end)) return [{ from: end - 1, to: start }];
  const behind: { label: number; list: number; part: number; role?: Role }[] = [];
  let allBehind = true;
  // The first number since the last word, and since the last separator as well.
  let list = -1;
  let part = -1;
  for (let at = start; at < end; at++) {
    const term = terms[at];
    if (!term) continue;
    const place = list >= 0 && isBehindNumber(terms, at, end) ? roleOfPlace(term) : undefined;
    if (place || isPriceLabel(term) || isVerbBehind(terms, at, list, end)) {
      if (list >= 0 && isBehindNumber(terms, at, end))
        behind.push({ label: at, list, part, ...(place ? { role: place } : {}) });
      else allBehind = false;
      list = -1;
      part = -1;
    } else if (isLevel(term)) {
      if (list < 0) list = at;
      if (part < 0) part = at;
    } else if (SEPARATORS.has(term.text)) part = -1;
    // "8.90/8.75 long entries".
    else if (sideOfRole(term.role) && isPriceLabel(terms[at + 1]) && list >= 0) continue;
    else if (term.kind === 'number' || (term.kind === 'word' && !PARTICLES.has(term.role))) {
      list = -1;
      part = -1;
    }
  }
  if (allBehind && behind.length >= 2)
    return behind.map(({ label, list: to, ...role }) => ({ from: label, to, ...role }));
  return behind
    .filter(
      ({ label, part: to, role }) =>
        !role && to >= 0 && (isSpaceless(terms[label]) || isAlone(terms, to, label, start)),
    )
    .map(({ label, part: to }) => ({ from: label, to }));
}

/** "0.412 in, 0.428 stop, 0.395 out": words that are labels only behind their numbers, among others that are. */
function roleOfPlace(term: Term): Role | undefined {
  if (isKind(term, 'leavesBehind')) return 'target';
  if (term.role !== undefined) return undefined;
  return isKind(term, 'into') ? 'entry' : isKind(term, 'out') ? 'target' : undefined;
}

/**
 * "4.31k, 4.2k for tp", "entre 0.442 y 0.455 vendo": nothing but prices stands before the label, or the
 * verb, which ends the line.
 */
function isLineForLabel(terms: readonly Term[], start: number, end: number): boolean {
  const last = terms[end - 1];
  const verb = last?.role === 'sell' || last?.role === 'buy';
  if (!verb && !(isKind(terms[end - 2], 'for') && isPriceLabel(last))) return false;
  const prices = terms.slice(start, verb ? end - 1 : end - 2);
  const isPrice = ({ kind, number }: Term): boolean =>
    kind === 'number' && number?.unit !== 'percent' && !(verb && number?.unit === 'times');
  const isPart = (t: Term): boolean =>
    isPrice(t) ||
    (t.kind === 'mark' && (SEPARATORS.has(t.text) || (verb && t.text === '-'))) ||
    t.role === 'and' ||
    (verb && (t.role === 'at' || t.role === 'to'));
  return prices.some(isPrice) && prices.every(isPart);
}

/** "0.55と0.70で売り": a verb of selling or buying behind its prices. */
function isVerbBehind(terms: readonly Term[], at: number, list: number, end: number): boolean {
  const { role } = terms[at] ?? {};
  const verb = role === 'sell' || (role === 'buy' && isSpaceless(terms[at]));
  return verb && list >= 0 && isBehindNumber(terms, at, end);
}

function isSpaceless(term: Term | undefined): boolean {
  return isWithoutSpaces(term?.text[0]);
}

function isLevel({ number }: Term): boolean {
  return (number?.unit === null && !number.sign) || number?.unit === 'percent';
}

/** ", 2895 stop,": nothing else stands in its part of the line, and the line goes on. */
function isAlone(terms: readonly Term[], number: number, label: number, start: number): boolean {
  const opens = number === start || SEPARATORS.has(terms[number - 1]?.text ?? '');
  // "0,431 altı stop,".
  const between = terms.slice(number + 1, label);
  const follows = between.length < 2 && between.every((t) => isKind(t, 'postposition'));
  return opens && follows && SEPARATORS.has(terms[label + 1]?.text ?? '');
}

/** What may stand between a number and the label behind it: "68600で損切り", "21,90 altında stop". */
const PARTICLES: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'at',
  'to',
  'and',
  'above',
  'below',
]);

function isBehindNumber(terms: readonly Term[], at: number, end: number): boolean {
  const before = terms[at - 1];
  const joined = PARTICLES.has(before?.role) || sideOfRole(before?.role) !== null;
  const behind = before?.kind === 'number' || joined;
  return behind && endsPart(terms, at + 1, end);
}

/** Only an ending or a word without a meaning stands before the next separator. */
function endsPart(terms: readonly Term[], from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const term = terms[at];
    if (!term || SEPARATORS.has(term.text)) return true;
    if (term.kind !== 'word' || (term.role !== undefined && term.role !== 'filler')) return false;
  }
  return true;
}

function isPriceLabel(term: Term | undefined): boolean {
  const { role } = term ?? {};
  return (
    role === 'entry' ||
    role === 'stop' ||
    role === 'target' ||
    (role === 'average' && isSpaceless(term))
  );
}

/** Takes the term at `from` to the place `to` before it; those between go one further. */
function move(terms: Term[], from: number, to: number): void {
  const [label] = terms.splice(from, 1);
  if (!label) return;
  terms.splice(to, 0, label);
  for (let at = to; at <= from; at++) {
    const term = terms[at];
    if (term) terms[at] = { ...term, at };
  }
}
