import { isKind } from '../../words/kinds.ts';
import { isAloneInLine, lineStartsAt } from '../../words/layout/listNumbers.ts';
import type { Term } from '../../words/terms/term.ts';
import { isWithoutSpaces } from '../../words/tokens/characters.ts';
import type { NumberLiteral } from '../../words/tokens/numbers.ts';
import { note } from '../frame/frame.ts';
import { removeLevel, type Walk } from '../walk/walk.ts';

const HIGHEST_LEVERAGE = 300;

/** "10배", "10倍": the word is glued behind, as the x is. */
export function isTimesInWords(
  terms: readonly Term[],
  { whole, unit }: NumberLiteral,
  at: number,
): boolean {
  const next = terms[at + 1];
  const isWord = next?.role === 'leverage' && next.glued && isWithoutSpaces(next.text);
  return isWord && whole && unit === null;
}

/** Hardly any exchange lends more. */
const MOST_OFFERED = 150;

const HUNDREDTHS = /[.,][0-9]{2,}$/u;

/** "901x" and "1.2345x" under a label: a price with digits left out, or one that an x follows. */
export function isPriceWithTimes(
  { label, terms }: Walk,
  { whole, digits }: NumberLiteral,
): boolean {
  const underLabel = label === 'entry' || label === 'target' || label === 'stop';
  if (underLabel) return !whole || digits.length >= 3;
  if (label !== 'implied') return false;
  // "Short now 244x … lev x15": the leverage is told elsewhere.
  const told = terms.some(
    (t, i) => t.role === 'leverage' && terms[i + 1]?.number?.unit === 'times',
  );
  if (whole && told && Number(digits) > MOST_OFFERED) return true;
  return whole ? Number(digits) > HIGHEST_LEVERAGE : HUNDREDTHS.test(digits);
}

export function takeLeverage(walk: Walk, term: Term, number: NumberLiteral, at: number): void {
  const { terms, frame, label } = walk;
  const value = number.values[0]?.value ?? '0';
  const belongs =
    label === 'leverage' ||
    label === 'implied' ||
    label === null ||
    terms[at + 1]?.role === 'leverage' ||
    frame.tickers.some((t) => t.term.line === term.line) ||
    isAloneInLine(terms, at) ||
    isAloneInCell(terms, at) ||
    // "3-5x", in a line of its own.
    (terms[at - 1]?.text === '-' &&
      terms[at - 2]?.number?.unit === null &&
      lineStartsAt(terms, at - 2) &&
      endsLine(terms, at + 1));
  // "Will 2x-3x soon": what it may bring.
  const brings = [terms[at - 1], terms[at - 3], terms[at + 1], terms[at + 3]];
  if (label !== 'leverage' && brings.some((t) => isKind(t, 'multiplies'))) return;
  // "Spot, in 3x": nothing is borrowed there.
  const counts = frame.spot !== null && label !== 'leverage';
  if (!belongs || counts || label === 'skip' || label === 'risk' || !isLeverage(value)) return;
  // "(3-5x)": the x holds for both ends.
  const lower = terms[at - 1]?.text === '-' ? terms[at - 2] : undefined;
  if (
    lower?.number?.whole &&
    lower.number.unit === null &&
    frame.leverage.length === 0 &&
    Number(lower.number.digits) < Number(value)
  ) {
    note(frame.leverage, { value: lower.number.digits, term: lower });
    removeLevel(walk, lower);
  }
  note(frame.leverage, { value, term });
  if (label === 'leverage') walk.collected++;
}

/** "SL 0.1122 | 6x". */
const isAloneInCell = (terms: readonly Term[], at: number): boolean =>
  terms[at - 1]?.text === '|' && (terms[at + 1]?.text === '|' || endsLine(terms, at + 1));

const endsLine = (terms: readonly Term[], at: number): boolean =>
  terms[at] === undefined || terms[at].kind === 'break';

export function isLeverage(value: string): boolean {
  return Number(value) >= 1 && Number(value) <= HIGHEST_LEVERAGE;
}
