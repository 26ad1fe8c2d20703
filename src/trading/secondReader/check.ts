import { dec } from '../money.ts';
import { settleScale } from '../signal/levels/scale.ts';
import { type Levels, objectionTo, sideOfLevels } from '../signal/levels/validate.ts';
import type { ReadContext, Side, Signal, Span } from '../signal/reading.ts';
import type { Role } from '../signal/vocabulary/roles.ts';
import type { Term } from '../signal/words/terms/term.ts';
import type { Answer } from './answer.ts';
import type { Asked } from './asked.ts';
import { type Cited, hintsOf, levelsIn, levelsOf, type Named } from './citedLevels.ts';
import { blockOf, coinIn, isCoinOf, saysSide, sideIn, sideOf } from './coinAndSide.ts';
import { isLeftOver } from './leftOver.ts';
import { type SaidRole, saidRoles } from './saidRole.ts';

/** What an answer is thrown away for. */
export const REFUSALS = [
  'nothing', // it says that there is no order
  'incomplete', // no coin, no way in, or no level beside it
  'quote', // a quote that does not stand in the text
  'number', // a number that is no number of the text at that place
  'used_twice', // one number of the text for two fields
  'role', // the words around it say that it is something else, or nothing
  'coin', // a coin that is not named there, or not the only one
  'side', // a side that the words do not say, or contradict
  'now', // nothing there says to get in at once
  'left_over', // a number of the order that the answer leaves out
  'negated', // a "not" stands in its sentence
  'conditional', // its entry waits for a condition
  'reached', // it tells of targets reached
  'unit', // prices in satoshis
  'scale', // its numbers may be read in several ways
  'levels', // stop or targets on the wrong side, or out of line
] as const;
export type Refusal = (typeof REFUSALS)[number];

export type Checked = { signal: Signal } | { refused: Refusal };

/** What the owner is told of such a signal, beside its fields. */
const BY_SECOND_READER = 'all: by the second reader, checked against the text';

/**
 * The signal that an answer gives, if all of it stands in the text: each quote, each number once and in
 * the role that words of the vocabulary give it, the one coin of those lines, a side that they say or
 * the levels tell, no number of the order left out. Then the scale, the sides and the distances of any
 * reading. One miss and all of it is refused, whatever the model is and whatever the text told it. Pure.
 */
export function check(asked: Asked, answer: Answer, context: ReadContext = {}): Checked {
  const { text, terms, spanOf } = asked;
  const refused = (reason: Refusal): Checked => ({ refused: reason });
  const entries = answer.entries ?? [];
  const targets = answer.targets ?? [];
  const isEmpty = Object.values(answer).every(
    (v) => v === null || (Array.isArray(v) && v.length === 0),
  );
  if (isEmpty) return refused('nothing');
  if (!answer.coin || (entries.length === 0 && !answer.now)) return refused('incomplete');
  if (!answer.stop && targets.length === 0) return refused('incomplete');

  const wanted = [
    ...entries.map((level) => ({ ...level, role: 'entry' as const })),
    ...(answer.stop ? [{ ...answer.stop, role: 'stop' as const }] : []),
    ...targets.map((level) => ({ ...level, role: 'target' as const })),
    ...(answer.leverage ? [{ ...answer.leverage, role: 'leverage' as const }] : []),
  ];
  const quotes = [answer.coin, answer.side, answer.now, ...wanted].flatMap((q) =>
    q ? [q.quote] : [],
  );
  if (quotes.some((quote) => quote.trim() === '' || !text.includes(quote))) return refused('quote');

  const cited: Cited[] = [];
  for (const { number, quote, role } of wanted) {
    const found = within(asked, quote).filter((term) => isNumber(term, number));
    if (found.length === 0) return refused('number');
    const free = found.find((term) => !cited.some((one) => one.term === term));
    if (!free) return refused('used_twice');
    cited.push({ term: free, role });
  }
  const termsOf = (role: Named): Term[] =>
    cited.filter((one) => one.role === role).map(({ term }) => term);

  const coin = coinIn(touching(asked, answer.coin.quote), answer.coin.symbol);
  if (!coin?.ticker) return refused('coin');
  const { now } = answer;
  const nowTerm = now
    ? within(asked, now.quote).find(({ role }) => role === 'market' || role === 'entered')
    : undefined;
  if (now && !nowTerm) return refused('now');

  const numbers = cited.map(({ term }) => term);
  const order = blockOf(terms, [coin, nowTerm, ...numbers]);
  const { base } = coin.ticker;
  if (!isCoinOf(terms, order, coin, numbers[0] ?? coin)) return refused('coin');
  if (order.some(({ role }) => role === 'sats')) return refused('unit');

  const said = saidRoles(terms);
  const wrong = cited.some(({ term, role }) => !fits(role, term, said.get(term) ?? null));
  if (wrong) return refused('role');
  const spokenBy = order.find((term) => sideOf(term) !== null);
  const around = clausesOf(terms, [coin, nowTerm, spokenBy, ...numbers]);
  if (around.some(({ role }) => role && DENIES.has(role))) return refused('negated');
  if (around.some(({ role }) => role && AWAITS.has(role)) || isBeyond(terms, termsOf('entry')))
    return refused('conditional');
  if (order.some((term) => term.role === 'hit' || term.mark === 'done')) return refused('reached');

  const spoken = sideIn(order);
  if (spoken === 'both') return refused('side');
  if (answer.side) {
    const { side, quote } = answer.side;
    const says = within(asked, quote).some((term) => saysSide(term, side));
    if (!says || (spoken !== null && spoken !== side)) return refused('side');
  }

  const settled = settleScale(levelsOf(terms, cited), hintsOf(base, coin.ticker.quote, context));
  if ('ambiguous' in settled) return refused('scale');
  if (isLeftOver(asked, order, cited, said, settled.levels)) return refused('left_over');
  const levels = levelsIn(terms, cited, settled.levels, nowTerm !== undefined);
  if (levels === null) return refused('levels');
  const side: Side | null = answer.side?.side ?? spoken ?? sideOfLevels(levels);
  if (side === null) return refused('side');
  if (objectionTo(side, levels)) return refused('levels');
  if (exitsContradict(cited, said, levels, side)) return refused('role');

  const leverage =
    termsOf('leverage').map((term) => Number(term.number?.values[0]?.value))[0] ?? null;
  const spans = (of: readonly (Term | undefined)[]): Span[] =>
    of.flatMap((term) => (term ? [spanOf(term.start, term.end)] : []));
  const sideTerm =
    answer.side && within(asked, answer.side.quote).find((term) => saysSide(term, side));
  const provenance = Object.fromEntries(
    Object.entries({
      symbol: spans([coin]),
      side: spans([sideTerm ?? order.find((term) => sideOf(term) === side)]),
      entry: spans(termsOf('entry').length > 0 ? termsOf('entry') : [nowTerm]),
      stop: spans(termsOf('stop')),
      targets: spans(termsOf('target')),
      leverage: spans(termsOf('leverage')),
    }).filter(([, of]) => of.length > 0),
  );
  return {
    signal: {
      kind: 'signal',
      symbol: base,
      quote: coin.ticker.quote ?? context.hints?.defaultQuote ?? null,
      side,
      market: leverage !== null || side === 'short' ? 'futures' : null,
      ...levels,
      leverage,
      inferred: [BY_SECOND_READER],
      provenance,
    },
  };
}

/** The terms of the text that stand in a quote, wherever that stands. */
function within({ text, terms }: Asked, quote: string): Term[] {
  const found: Term[] = [];
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    found.push(
      ...terms.filter((term) => term.start >= at && term.end <= end && !found.includes(term)),
    );
  }
  return found;
}

/** The same with those that only a part of stands in it: the "#SOL" of "#SOL/USDT". */
function touching({ text, terms }: Asked, quote: string): Term[] {
  const at = text.indexOf(quote);
  return terms.filter((term) => term.start < at + quote.length && term.end > at);
}

/** The number as written, or one of the values that it may have. */
function isNumber({ kind, number, text }: Term, wanted: string): boolean {
  if (kind !== 'number' || !number) return false;
  const written = wanted.replace(/[\s$€£]/gu, '').toLowerCase();
  const plain = text.replace(/[\s$€£]/gu, '').toLowerCase();
  if (written === plain || written === number.digits.toLowerCase()) return true;
  const bare = written.replace(/[%x]$/u, '');
  return /^\d+(\.\d+)?$/u.test(bare) && number.values.some(({ value }) => dec(value).eq(bare));
}

/** The words give a number this role, or one that does not contradict it. */
function fits(role: Named, { number }: Term, said: SaidRole): boolean {
  const unit = number?.unit;
  if (role === 'leverage') return unit === 'times';
  if (unit !== null && unit !== 'thousand' && unit !== 'percent') return false;
  if (unit === 'percent' && role === 'entry') return false;
  return said === role || (said === 'exit' && role !== 'entry');
}

/** "Long above 142": it is entered only once that has happened. */
function isBeyond(terms: readonly Term[], entries: readonly Term[]): boolean {
  return entries.some((term) => {
    const before = terms[term.at - 1];
    return before?.role === 'above' || before?.role === 'below';
  });
}

const DENIES: ReadonlySet<Role> = new Set<Role>(['not', 'no', 'instead']);
const AWAITS: ReadonlySet<Role> = new Set<Role>(['if', 'later', 'unreal']);

function clausesOf(terms: readonly Term[], of: readonly (Term | undefined)[]): Term[] {
  const clauses = new Set(of.map((term) => term?.clause));
  return terms.filter(({ clause }) => clauses.has(clause));
}

/** "Out at 150" is a target above the entry of a long, and its stop below. */
function exitsContradict(
  cited: readonly Cited[],
  said: ReadonlyMap<Term, SaidRole>,
  { entry, stop }: Levels,
  side: Side,
): boolean {
  const exits = cited.filter(({ term }) => said.get(term) === 'exit');
  if (exits.length === 0) return false;
  // Where the entry has no price, nothing tells the one from the other.
  const [first] = entry.prices;
  if (first === undefined) return true;
  if (!stop || !('price' in stop)) return false;
  return side === 'long' ? dec(stop.price).gte(first) : dec(stop.price).lte(first);
}
