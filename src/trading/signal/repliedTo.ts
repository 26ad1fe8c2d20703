import { inQuote } from './levels/sats.ts';
import { chooseSymbol } from './order/candidate/symbol.ts';
import type { EmbedText, MessagePart, ReadContext, Reading, Side, Span } from './reading.ts';
import { THOUSANDS_SHORT } from './readOrder.ts';
import { type FrameReading, readSignals } from './readOrders.ts';
import { makeDocument } from './text/document.ts';
import { readTerms } from './words/terms/readTerms.ts';
import { shift } from './words/tokens/numbers.ts';

/** Longer text than Discord allows is not read to its end. */
export const LONGEST_TEXT = 8_000;

/** The message that another one replies to, or quotes: what it may speak of. */
export type Subject = {
  symbol: string | null;
  side: Side | null;
  isSignal: boolean;
  /** One of its levels. */
  price: string | undefined;
  /** Where its coin is named. */
  symbolSpan: Span | undefined;
  /** Where it stands, when the message itself quotes it. */
  span?: Span;
};

/** About where a coin's trade lies: by the market, or by the signal replied to. */
export function priceOf(
  subject: Subject | null,
  context: ReadContext,
): (symbol: string | null) => string | undefined {
  return (symbol) =>
    (symbol === null ? undefined : context.prices?.[symbol]) ??
    (symbol === subject?.symbol ? subject?.price : undefined);
}

/** The coin and the side of the message that is replied to. */
export function subjectOf(
  message: { text: string; embeds?: readonly EmbedText[] },
  context: ReadContext,
  wrap: (part: MessagePart) => MessagePart = (part) => part,
): Subject {
  const document = makeDocument(message.text.slice(0, LONGEST_TEXT), message.embeds ?? [], wrap);
  const terms = readTerms(document.text, termOptions(context));
  const [frame] = readSignals(terms, context, document.spanOf);
  if (!frame)
    return { symbol: null, side: null, isSignal: false, price: undefined, symbolSpan: undefined };
  const { reading } = frame;
  const symbol = chooseSymbol(frame.frame, context);
  const sides = new Set(frame.frame.sides.map((s) => s.side));
  const isSignal =
    reading.kind === 'signal' || (reading.kind === 'unclear' && reading.partial !== undefined);
  return {
    symbol:
      reading.kind === 'signal'
        ? reading.symbol
        : symbol.kind === 'found' && symbol.ticker.form !== 'word'
          ? symbol.ticker.base
          : null,
    side:
      reading.kind === 'signal' ? reading.side : sides.size === 1 ? ([...sides][0] ?? null) : null,
    isSignal,
    price: levelOf(reading),
    symbolSpan: symbol.term ? document.spanOf(symbol.term.start, symbol.term.end) : undefined,
  };
}

/** One of the levels of a signal, as its author writes them: thousands written short stay so. */
function levelOf(found: Reading): string | undefined {
  const reading = inQuote(found);
  const levels =
    reading.kind === 'signal' ? reading : reading.kind === 'unclear' ? reading.partial : undefined;
  const [target] = levels?.targets ?? [];
  const level =
    levels?.entry?.prices[0] ??
    stopPrices(levels?.stop)[0] ??
    (target && 'price' in target ? target.price : undefined);
  const short = reading.kind === 'signal' && reading.inferred?.includes(THOUSANDS_SHORT);
  return level !== undefined && short ? shift(level, -3) : level;
}

/** What the reading of terms may know of the provider. */
export function termOptions(context: ReadContext): {
  labels?: Readonly<Record<string, string>>;
  symbols?: ReadonlySet<string>;
} {
  return {
    ...(context.hints?.labels ? { labels: context.hints.labels } : {}),
    ...(context.symbols ? { symbols: context.symbols } : {}),
  };
}

/**
 * A whole order that names no coin is about the one coin of the message that it replies to, unless
 * that is a signal itself: then it may change it.
 */
export function withSubject(context: ReadContext, subject: Subject | null): ReadContext {
  if (!subject?.symbol || subject.isSignal) return context;
  return { ...context, hints: { ...context.hints, defaultSymbol: subject.symbol } };
}

/** Where the coin was taken from the message replied to, the reading says so and points there. */
export function citingSubject(found: FrameReading, subject: Subject | null): FrameReading {
  const { reading } = found;
  if (reading.kind !== 'signal' || reading.provenance.symbol || !subject?.symbolSpan) return found;
  const inferred = [...(reading.inferred ?? []), 'symbol: that of the message it replies to'];
  const provenance = { ...reading.provenance, symbol: [subject.symbolSpan] };
  return { ...found, reading: { ...reading, inferred, provenance } };
}

/** The price of a stop that is given as one. */
export function stopPrices(
  stop: { price: string } | { percent: string } | null | undefined,
): string[] {
  return stop && 'price' in stop ? [stop.price] : [];
}
