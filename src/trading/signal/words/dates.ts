import type { Term } from './terms.ts';

/** "In 2021". */
export function isYear(terms: readonly Term[], at: number): boolean {
  const digits = terms[at]?.number?.whole ? terms[at].number.digits : '';
  return YEARS.has(digits.slice(0, 3)) && digits.length === 4 && IN.has(terms[at - 1]?.text ?? '');
}

const YEARS: ReadonlySet<string> = new Set(['201', '202', '203']);
const IN: ReadonlySet<string> = new Set(['in', 'since', 'im', 'en', 'em', 'в']);
