import { isKind } from '../kinds.ts';
import type { Term } from '../terms/term.ts';

/** "In 2021". */
export function isYear(terms: readonly Term[], at: number): boolean {
  const digits = terms[at]?.number?.whole ? terms[at].number.digits : '';
  return YEARS.has(digits.slice(0, 3)) && digits.length === 4 && isKind(terms[at - 1], 'inYear');
}

const YEARS: ReadonlySet<string> = new Set(['201', '202', '203']);
