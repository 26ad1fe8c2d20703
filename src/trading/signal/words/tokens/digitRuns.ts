import { endOfDigits, isDigit } from './characters.ts';
import { valuesOf } from './numbers.ts';

/** A dot with decimals that can be no thousands: a comma behind it begins the next of a list ("0.0218,0.0214"). */
export function isPlainDecimal(run: string): boolean {
  const [head = '', decimals] = run.split('.');
  return decimals !== undefined && (decimals.length !== 3 || head === '0') && !run.includes(',');
}

/** "0.55,0.60" and "2420,2350" are lists: how long the first number of such a run is. */
export function lengthOfFirstNumber(run: string, inList: boolean): number {
  const comma = run.indexOf(',');
  if (comma < 0) return run.length;
  if (comma === 0) return run.length;
  if (inList) return comma;
  const groups = run.split(',');
  const [head = '', next = ''] = groups;
  const plainList =
    groups.length === 2 &&
    head.length >= 3 &&
    next.length >= 4 &&
    !head.startsWith('0') &&
    !head.includes('.');
  // "395,380,355": no price has nine digits.
  const plain = groups.length >= 3 && groups.every((group) => /^[0-9]{3}$/u.test(group));
  if (plain && !head.startsWith('0')) return comma;
  if (valuesOf(run).length > 0 && !plainList) return run.length;
  const inThousands =
    groups.length % 2 === 0 &&
    groups.every((group, i) =>
      i % 2 === 0 ? group.length <= 3 : /^[0-9]{3}(?:\.[0-9]+)?$/u.test(group),
    );
  return inThousands ? head.length + 1 + next.length : comma;
}

/** "20..75": a dot typed twice; "100..105" is a range, "1..5" too. */
export function isDoubledDot(text: string, start: number, at: number): boolean {
  if (text[at] !== '.' || text[at + 1] !== '.' || !isDigit(text[at + 2])) return false;
  const [whole, decimals] = [text.slice(start, at), text.slice(at + 2, endOfDigits(text, at + 2))];
  if (endOfDigits(whole, 0) !== whole.length || whole.length < 2) return false;
  const ranges = Number(decimals) > Number(whole) && Number(decimals) <= 2 * Number(whole);
  return !ranges && decimals.length >= 2 && decimals.length <= whole.length;
}
