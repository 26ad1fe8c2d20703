import { type Decimal, dec, ONE, ZERO } from '../../money.ts';

export type WeightRule = 'even' | 'falling' | 'rising' | { custom: readonly string[] };

/**
 * Shares of 1 for so many places. falling: 3, 2, 1 parts; rising: 1, 2, 3. Custom weights are used
 * as far as there are places; a place beyond the last weight gets nothing.
 */
export function sharesOf(count: number, rule: WeightRule): readonly Decimal[] {
  if (count === 1) return [ONE];
  if (typeof rule !== 'string') return divided(count, rule);
  const known = SHARES[rule];
  // Divisions are dear, and few counts come again and again.
  known[count] ??= divided(count, rule);
  return known[count];
}

const SHARES: Record<Extract<WeightRule, string>, (readonly Decimal[])[]> = {
  even: [],
  falling: [],
  rising: [],
};

function divided(count: number, rule: WeightRule): readonly Decimal[] {
  const parts = Array.from({ length: count }, (_, i) => {
    if (rule === 'even') return dec(1);
    if (rule === 'falling') return dec(count - i);
    if (rule === 'rising') return dec(i + 1);
    return dec(rule.custom[i] ?? '0');
  });
  const sum = parts.reduce((a, b) => a.add(b), ZERO);
  return parts.map((part) => (sum.isZero() ? dec(1).div(count) : part.div(sum)));
}
