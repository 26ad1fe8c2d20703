import type { Level } from '../signal/levels/level.ts';
import type { LevelRole, PricedLevel } from '../signal/levels/scale.ts';
import type { Levels } from '../signal/levels/validate.ts';
import type { ReadContext, StopLevel } from '../signal/reading.ts';
import type { Term } from '../signal/words/terms/term.ts';

/** What an answer may say that a number is. */
export type Named = 'entry' | 'stop' | 'target' | 'leverage';
/** A number of the text, and what the answer says that it is. */
export type Cited = { term: Term; role: Named };

export function hintsOf(base: string, quote: string | null, { prices, hints }: ReadContext) {
  const price = prices?.[base];
  return {
    base,
    quote,
    ...(price === undefined ? {} : { price }),
    ...(hints?.thousandsShorthand ? { thousandsShorthand: true } : {}),
  };
}

const GROUPS: Readonly<Record<LevelRole, number>> = { entry: 0, stop: 1, target: 2 };

export function levelsOf(
  terms: readonly Term[],
  cited: readonly Cited[],
): { level: Level; role: LevelRole }[] {
  return cited.flatMap(({ term, role }) => {
    if (role === 'leverage') return [];
    const level: Level = {
      term,
      kind: term.number?.unit === 'percent' ? 'percent' : 'price',
      join: isRanged(terms, term) ? 'range' : null,
      spaced: false,
      numbered: null,
      group: GROUPS[role],
      beyond: null,
    };
    return [{ role, level }];
  });
}

const DASHES: ReadonlySet<string> = new Set(['-', '–', '—', '~', '～']);

/** A dash or "to" parts it from the number before. */
function isRanged(terms: readonly Term[], { at }: Term): boolean {
  const [number, between] = [terms[at - 2], terms[at - 1]];
  if (number?.kind !== 'number') return false;
  return between?.role === 'to' || (between?.kind === 'mark' && DASHES.has(between.text));
}

/** Null where the entry is no prices of one kind. */
export function levelsIn(
  terms: readonly Term[],
  cited: readonly Cited[],
  settled: readonly PricedLevel[],
  now: boolean,
): Levels | null {
  const priceOf = (term: Term): string | undefined =>
    settled.find(({ level }) => level.term === term)?.value;
  const level = (term: Term): StopLevel | null => {
    const value = priceOf(term);
    if (value !== undefined) return { price: value };
    const percent = term.number?.values[0]?.value;
    return term.number?.unit === 'percent' && percent !== undefined ? { percent } : null;
  };
  const of = (role: Named): Term[] =>
    cited.filter((one) => one.role === role).map(({ term }) => term);
  const prices = of('entry').map(priceOf);
  const targets = of('target').map(level);
  const [stopTerm] = of('stop');
  const stop = stopTerm ? level(stopTerm) : null;
  if (prices.includes(undefined) || targets.includes(null) || (stopTerm && !stop)) return null;
  const ranged = of('entry').length === 2 && of('entry').some((term) => isRanged(terms, term));
  return {
    entry: {
      type: now ? 'market' : ranged ? 'zone' : 'limit',
      prices: prices.filter((price) => price !== undefined),
    },
    stop,
    targets: targets.filter((target) => target !== null),
  };
}
