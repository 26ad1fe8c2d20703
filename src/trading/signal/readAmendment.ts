import { turnsIn } from './evidence/instructions/turned.ts';
import { amendmentsOf, type NewTarget } from './instruction/amendment.ts';
import { inQuote } from './levels/sats.ts';
import { settleAlone } from './levels/scale.ts';
import { chooseSymbol } from './order/candidate/symbol.ts';
import type { Provenance, ReadContext, Span, Target, Update } from './reading.ts';
import type { FrameReading } from './readOrders.ts';
import { priceOf, type Subject, stopPrices } from './repliedTo.ts';
import type { Document } from './text/document.ts';
import { isKind } from './words/kinds.ts';
import { groupOf } from './words/roleGroups.ts';
import { placeOf, type Term } from './words/terms/term.ts';

/** What a message changes of the levels of an earlier signal, by levels alone; empty when nothing. */
export function amendmentsIn({
  frames,
  terms,
  subject,
  document,
  reading: context,
}: {
  frames: readonly FrameReading[];
  terms: readonly Term[];
  subject: Subject | null;
  document: Document;
  reading: ReadContext;
}): Update[] {
  const [found] = frames;
  if (!found || frames.length !== 1) return [];
  const { frame } = found;
  const reading = inQuote(found.reading);
  if (frame.reached.length > 0) return [];
  const own = chooseSymbol(frame, context);
  if (own.kind === 'found' && subject?.symbol && own.ticker.base !== subject.symbol) return [];
  const symbol = own.kind === 'found' ? own.ticker.base : (subject?.symbol ?? null);
  const sides = new Set(frame.sides.map((s) => s.side));
  const side = sides.size === 1 ? ([...sides][0] ?? null) : (subject?.side ?? null);
  if (!saysRevised(terms) && isTalk(found)) return [];
  const isSame = (t: Term): boolean => t.role === 'hold' || t.role === 'again';
  if (terms.some((t) => t.text === '?' || isSame(t)) || turnsIn(terms).length > 0) return [];
  const partial =
    reading.kind === 'unclear' ? reading.partial : reading.kind === 'signal' ? reading : undefined;
  const levels = partial
    ? {
        entries: partial.entry?.prices ?? [],
        stops: stopPrices(partial.stop),
        targets: numberedTargets(found, partial.targets ?? []),
      }
    : plainLevels(found, { base: symbol, price: priceOf(subject, context)(symbol) });
  if (levels === null) return [];
  const labels = new Set(frame.labels.map((l) => l.role));
  if (labels.has('average') && !labels.has('entry'))
    return amendmentsOf(
      { ...levels, entries: [], addedEntries: levels.entries },
      { symbol, side },
      citations(found, document, context),
    );
  const heading = headingRevises(terms);
  if (isKind(heading, 'changesStop')) {
    // "Trailing stop moved": the price beside the coin is where the market is.
    return amendmentsOf(
      { entries: [], stops: levels.stops, targets: [] },
      { symbol, side },
      citations(found, document, context),
    );
  }
  return amendmentsOf(levels, { symbol, side }, citations(found, document, context));
}

/** "Target 1 in sight, be patient": words that the reader doesn't know, in the sentence of a level. */
function isTalk({ frame }: FrameReading): boolean {
  const clauses = new Set([...frame.stops, ...frame.targets].map((l) => l.term.clause));
  const unknown = frame.terms.filter(
    (t) => clauses.has(t.clause) && !t.role && t.ticker?.form === 'word' && t.text.length > 2,
  );
  return unknown.length > 1;
}

/** The labelled levels of a frame that is no signal by itself ("TP: 125-122" in a reply). */
function plainLevels(
  { frame }: FrameReading,
  trade: { base: string | null; price: string | undefined },
): { entries: string[]; stops: string[]; targets: NewTarget[] } | null {
  const value = ({ term }: { term: Term }): string =>
    term.number ? settleAlone(term.number, trade) : '0';
  const labelled = frame.labels.length > 0;
  if (!labelled) return null;
  const prices = (levels: readonly { term: Term; kind: string }[]): string[] =>
    levels.filter((l) => l.kind === 'price').map(value);
  return {
    entries: [],
    stops: prices(frame.stops),
    targets: numberedTargets(
      { frame },
      prices(frame.targets).map((price) => ({ price })),
    ),
  };
}

/** The targets of a frame with the numbers that stand before their prices; none where they don't pair up. */
function numberedTargets(
  { frame }: Pick<FrameReading, 'frame'>,
  targets: readonly Target[],
): NewTarget[] {
  const levels = frame.targets.filter((l) => l.kind === 'price');
  const paired = levels.length === targets.length;
  return targets.map((target, i) => {
    const level = levels[i];
    return { target, number: paired && level ? numberBefore(frame.terms, level.term) : null };
  });
}

/** The list number between a target's label and its price: the 2 of "TP2: 9.75". */
function numberBefore(terms: readonly Term[], price: Term): number | null {
  for (let at = placeOf(terms, price) - 1; at >= 0; at--) {
    const term = terms[at];
    if (term?.kind === 'index') return term.index ?? null;
    if (term?.kind === 'number') return listNumberOf(terms, at);
    const passes = term?.kind === 'mark' || term?.kind === 'gap' || BEFORE_PRICE.has(term?.role);
    if (!passes) return null;
  }
  return null;
}

/** A number right behind a target's label, that is none of its prices. */
function listNumberOf(terms: readonly Term[], at: number): number | null {
  const { number } = terms[at] ?? {};
  const labelled = terms[at - 1]?.role === 'target';
  return labelled && number?.whole && number.unit === null && number.digits.length <= 2
    ? Number(number.digits)
    : null;
}

const BEFORE_PRICE = groupOf('to', 'at', 'move', 'new', 'market', 'filler');

const isChange = ({ role }: Term): boolean => role === 'new' || role === 'move' || role === 'add';

function citations({ frame }: FrameReading, document: Document, context: ReadContext): Provenance {
  const spans = (levels: readonly { term: Term }[]): Span[] =>
    levels.map(({ term }) => document.spanOf(term.start, term.end));
  const provenance: Record<string, Span[]> = {};
  const cite = (field: string, levels: readonly { term: Term }[]): void => {
    if (levels.length > 0) provenance[field] = spans(levels);
  };
  cite('entry', frame.entries);
  cite('stop', frame.stops);
  cite('targets', frame.targets);
  cite('side', frame.sides);
  cite('action', [...frame.labels, ...frame.terms.filter(isChange).map((term) => ({ term }))]);
  const symbol = chooseSymbol(frame, context);
  if (symbol.kind === 'found') cite('symbol', [symbol]);
  return provenance;
}

/** "New TP: …", "Update BTC", "Trailing stop moved": the levels that follow replace earlier ones. */
export function saysRevised(terms: readonly Term[]): boolean {
  const newLevel = terms.some((term, at) => {
    const next = terms[at + 1];
    const label = next?.role === 'stop' || next?.role === 'target' || next?.role === 'entry';
    const value = terms[at + 2];
    return (
      term.role === 'new' &&
      label &&
      (value?.kind === 'number' ||
        value?.kind === 'break' ||
        value?.text === ':' ||
        value?.text === ')' ||
        value?.text === '=')
    );
  });
  return newLevel || headingRevises(terms) !== undefined;
}

/** The verb of change that a message's first line begins with, or that stands in it beside what is changed. */
function headingRevises(terms: readonly Term[]): Term | undefined {
  const [first] = terms.filter((t) => t.kind === 'word' || t.kind === 'number');
  const heading = terms.filter((t) => t.line === first?.line);
  const verb = heading.find((t) => t.role === 'move');
  // "Chart update & BUY signal": what it heads is new.
  if (verb && isKind(verb, 'updates') && heading.some((t) => t.role === 'buy' || t.role === 'sell'))
    return undefined;
  if (!verb || !terms.some((t) => t.line > verb.line && t.kind === 'number')) return undefined;
  const words = heading.filter((t) => t.kind === 'word');
  const changed =
    heading.some((t) => t.role === 'order' || t.role === 'stop' || t.role === 'target') ||
    isKind(verb, 'changesStop');
  return words[0] === verb || changed ? verb : undefined;
}
