import { turnsIn } from './evidence/instructionTrust.ts';
import { amendmentOf } from './instruction/amendment.ts';
import { FAR, isFar } from './instruction/farPrice.ts';
import type { UpdateContext } from './instruction/updateContext.ts';
import { inQuote } from './levels/sats.ts';
import { settleAlone } from './levels/scale.ts';
import { showsCandle } from './order/candles.ts';
import { chooseSymbol } from './order/symbol.ts';
import { hasTable } from './order/tables.ts';
import type {
  EmbedText,
  MessagePart,
  MessageText,
  Provenance,
  ReadContext,
  Reading,
  Side,
  Span,
  Target,
  Unclear,
  Update,
} from './reading.ts';
import { type FrameReading, readSignals, THOUSANDS_SHORT } from './readOrders.ts';
import { askAbout, readUpdates } from './readUpdates.ts';
import { type Document, makeDocument } from './text/document.ts';
import { GAP } from './text/normalize.ts';
import { shift } from './words/numbers.ts';
import { placeOf, readTerms, type Term } from './words/terms.ts';

/** Longer text than Discord allows is not read to its end. */
const LONGEST_TEXT = 8_000;

/**
 * What a message says: signals, updates to earlier ones, something unclear, or nothing. Never
 * empty. Pure: the same message and context give the same readings.
 *
 * Prices are those of the text, never repaired: what contradicts itself, or can be read in two
 * ways, is `unclear` with the reason. Every field carries the span of text it was read from.
 */
export function readMessage(message: MessageText, context: ReadContext = {}): Reading[] {
  const readings: Reading[] = [];
  const inReply = (part: MessagePart): MessagePart => ({ in: 'repliedTo', of: part });
  const replied = message.repliedTo ? subjectOf(message.repliedTo, context, inReply) : null;
  const parts: {
    text: string;
    embeds: readonly EmbedText[];
    wrap: (part: MessagePart) => MessagePart;
  }[] = [
    { text: message.text, embeds: message.embeds ?? [], wrap: (part) => part },
    ...(message.forwarded ?? []).map((snapshot, index) => ({
      text: snapshot.text,
      embeds: snapshot.embeds ?? [],
      wrap: (part: MessagePart): MessagePart => ({ in: 'forwarded', index, of: part }),
    })),
  ];
  for (const part of parts) {
    if (part.text.trim() === '' && part.embeds.length === 0) continue;
    readings.push(
      ...readDocument(
        makeDocument(part.text.slice(0, LONGEST_TEXT), part.embeds, part.wrap),
        replied,
        context,
      ),
    );
  }
  const telling = readings.filter((reading) => reading.kind !== 'none');
  if (telling.length > 0) return telling;
  return readings.slice(0, 1).length > 0
    ? readings.slice(0, 1)
    : [{ kind: 'none', why: 'nothing written in it', provenance: {} }];
}

type Subject = {
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
function priceOf(
  subject: Subject | null,
  context: ReadContext,
): (symbol: string | null) => string | undefined {
  return (symbol) =>
    (symbol === null ? undefined : context.prices?.[symbol]) ??
    (symbol === subject?.symbol ? subject?.price : undefined);
}

/** The coin and the side of the message that is replied to. */
function subjectOf(
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

function termOptions(context: ReadContext): {
  labels?: Readonly<Record<string, string>>;
  symbols?: ReadonlySet<string>;
} {
  return {
    ...(context.hints?.labels ? { labels: context.hints.labels } : {}),
    ...(context.symbols ? { symbols: context.symbols } : {}),
  };
}

function readDocument(
  document: Document,
  replied: Subject | null,
  context: ReadContext,
): Reading[] {
  const { text, quoted } = withoutOthersWords(document.text);
  const terms = readTerms(text, termOptions(context));
  const shown = quoted ? { text: quoted } : document.quoted;
  const preview: Subject | null = shown ? subjectOf({ text: shown.text }, context) : null;
  if (preview) preview.symbolSpan = undefined;
  if (preview && document.quoted && !quoted) {
    preview.span = document.quoted.span;
    preview.symbolSpan = document.quoted.span;
  }
  const subject: Subject | null = replied?.symbol ? replied : (preview ?? replied);

  const frames = readSignals(terms, withSubject(context, subject), document.spanOf).map((found) =>
    citingSubject(found, subject),
  );
  if (hasSeveralSpeakers(text) && frames.some(({ reading }) => reading.kind !== 'none'))
    return [
      { kind: 'unclear', why: 'several people speak in it', about: 'action', provenance: {} },
    ];
  const signals = frames.filter(({ reading }) => reading.kind === 'signal');
  const reported = frames.some(({ frame }) => frame.reached.length > 0);
  const revises = saysRevised(terms);
  const updateContext: UpdateContext = { repliedTo: subject, priceOf: priceOf(subject, context) };
  // "Closed SOL." above an order for another coin.
  const tells = ({ reading, frame }: FrameReading): boolean =>
    reading.kind === 'none' && frame.labels.length === 0 && frame.entries.length === 0;
  const orders = frames.some(({ reading }) => reading.kind === 'unclear' && isWhole(reading));
  const several = orders && frames.some(tells) && !subject?.isSignal;
  if ((signals.length > 0 || several) && !reported && !revises) {
    return frames.flatMap((found): Reading[] => {
      const { reading, frame } = found;
      if (reading.kind !== 'none') return [reading];
      if (!tells(found)) return [];
      const { updates, asked } = readUpdates(frame.terms, updateContext, document.spanOf);
      return asked ? [...updates, asked] : updates;
    });
  }

  if (showsCandle(terms)) return [{ kind: 'none', why: 'a candle', provenance: {} }];
  const { updates, asked } = hasTable(terms)
    ? { updates: [], asked: null }
    : readUpdates(terms, updateContext, document.spanOf);
  // "Long SOL 2.84, add 2.71, out 2.58": an order that is not understood is not read for its parts.
  const ordered = frames.find(({ frame }) => frame.sides.length > 0 && frame.entries.length > 1);
  if (ordered && !revises && updates.some((u) => u.addedEntries))
    return ordered.reading.kind === 'unclear'
      ? [ordered.reading]
      : [{ kind: 'unclear', why: 'an order, and not all of it is understood', provenance: {} }];
  const structured = frames.find(
    ({ reading }) =>
      reading.kind === 'unclear' && reading.partial !== undefined && isWhole(reading),
  );
  if (
    structured &&
    !revises &&
    !subject?.isSignal &&
    !updates.some((u) => u.action === 'target_hit' || u.action === 'stop_hit')
  )
    return [structured.reading];
  const amendment =
    !asked && (revises || subject?.symbol || isLevelsOnly(frames))
      ? amendmentIn(frames, terms, subject, document, context)
      : null;
  if (amendment && isFar(amendment, updateContext)) return [askAbout(amendment, FAR)];
  if (revises && amendment?.action === 'amend') {
    // The levels as a whole say more than each label by itself.
    return [amendment, ...updates.filter((u) => u.action !== 'amend' && u.action !== 'move_stop')];
  }
  if (!subject && frames.some(opens) && updates.some(leaves))
    return [unclearOrder('it gives where to get in and when to get out')];
  if (updates.length > 0) {
    const covered = updates.some(
      (u) =>
        u.action === 'move_stop' ||
        u.action === 'amend' ||
        u.action === 'target_hit' ||
        u.action === 'stop_hit' ||
        u.action === 'stop_to_entry',
    );
    if (amendment && !covered) return [...updates, amendment];
    return asked ? [...updates, asked] : updates;
  }
  if (amendment) return [amendment];
  const unclear = frames.find(({ reading }) => reading.kind === 'unclear');
  if (unclear) return [unclear.reading];
  if (asked) return [asked];
  if (signals.length > 0)
    return [
      {
        kind: 'unclear',
        why: 'it repeats a signal, as a report or a revision',
        about: 'action',
        provenance: {},
      },
    ];
  return frames.slice(0, 1).map(({ reading }) => reading);
}

/**
 * A whole order that names no coin is about the one coin of the message that it replies to, unless
 * that is a signal itself: then it may change it.
 */
function withSubject(context: ReadContext, subject: Subject | null): ReadContext {
  if (!subject?.symbol || subject.isSignal) return context;
  return { ...context, hints: { ...context.hints, defaultSymbol: subject.symbol } };
}

/** Where the coin was taken from the message replied to, the reading says so and points there. */
function citingSubject(found: FrameReading, subject: Subject | null): FrameReading {
  const { reading } = found;
  if (reading.kind !== 'signal' || reading.provenance.symbol || !subject?.symbolSpan) return found;
  const inferred = [...(reading.inferred ?? []), 'symbol: that of the message it replies to'];
  const provenance = { ...reading.provenance, symbol: [subject.symbolSpan] };
  return { ...found, reading: { ...reading, inferred, provenance } };
}

/** A coin and labelled levels, but neither entry nor side: "SOL: SL 138, TP 150" speaks of a trade that is on. */
function isLevelsOnly(frames: readonly FrameReading[]): boolean {
  const [found] = frames;
  if (!found || frames.length > 1) return false;
  const { frame } = found;
  const named = frame.tickers.some((t) => t.ticker.form !== 'word' && !t.ticker.notCrypto);
  const isStrange = (t: Term): boolean =>
    t.kind === 'word' && !t.role && (!t.ticker || t.ticker.form === 'word');
  const words = frame.terms.filter(isStrange).length;
  // "My stop is at 13.1", "stops under 3k": told of the author's own trade, or of the market's.
  const told = frame.terms.some(
    (t) => t.text === 'my' || t.text === 'mine' || t.role === 'above' || t.role === 'below',
  );
  const listed =
    frame.stops.length > 0 ||
    (frame.targets.length > 1 && isBehindColon(frame)) ||
    frame.labels.filter((l) => l.role === 'target').length > 1;
  return (
    named &&
    listed &&
    !told &&
    words <= (frame.stops.length > 0 ? 1 : 0) &&
    frame.sides.length === 0 &&
    frame.entries.length === 0 &&
    frame.market.length === 0 &&
    frame.strays.length === 0
  );
}

/** "SOL targets: 146, 150". */
function isBehindColon({ terms, targets }: FrameReading['frame']): boolean {
  const [first] = targets;
  return first !== undefined && terms[placeOf(terms, first.term) - 1]?.text === ':';
}

/** Enough of a signal could be read that it is one, whatever else the message says. */
function isWhole({ partial, about }: Unclear): boolean {
  if (!partial?.entry) return false;
  // Several stops are a stop too.
  const stopped = partial.stop !== null || (about === 'stop' && partial.entry.prices.length > 0);
  return stopped || (partial.targets?.length ?? 0) > 0;
}

/** "Long from 9.2, out at -5%": where to get in, and behind it in the same sentence a word for getting out. */
function opens({ frame, reading }: FrameReading): boolean {
  if (reading.kind === 'signal' || frame.entries.length === 0 || frame.sides.length === 0)
    return false;
  return frame.labels.some(
    ({ role, term }) =>
      role === 'entry' &&
      frame.terms.some((t) => t.role === 'close' && t.clause === term.clause && t.at > term.at),
  );
}

function leaves({ action }: Reading & { kind: 'update' }): boolean {
  return action === 'close' || action === 'close_part';
}

function unclearOrder(why: string): Unclear {
  return { kind: 'unclear', why, about: 'action', provenance: {} };
}

/** "New TP: …", "Update BTC", "Trailing stop moved": the levels that follow replace earlier ones. */
function saysRevised(terms: readonly Term[]): boolean {
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
  if (!verb || !terms.some((t) => t.line > verb.line && t.kind === 'number')) return undefined;
  const words = heading.filter((t) => t.kind === 'word');
  const changed =
    heading.some((t) => t.role === 'order' || t.role === 'stop' || t.role === 'target') ||
    verb.text.includes('stop');
  return words[0] === verb || changed ? verb : undefined;
}

function amendmentIn(
  frames: readonly FrameReading[],
  terms: readonly Term[],
  subject: Subject | null,
  document: Document,
  context: ReadContext,
): Update | null {
  const [found] = frames;
  if (!found || frames.length !== 1) return null;
  const { frame } = found;
  const reading = inQuote(found.reading);
  if (frame.reached.length > 0) return null;
  const own = chooseSymbol(frame, context);
  if (own.kind === 'found' && subject?.symbol && own.ticker.base !== subject.symbol) return null;
  const symbol = own.kind === 'found' ? own.ticker.base : (subject?.symbol ?? null);
  const sides = new Set(frame.sides.map((s) => s.side));
  const side = sides.size === 1 ? ([...sides][0] ?? null) : (subject?.side ?? null);
  if (!saysRevised(terms) && isTalk(found)) return null;
  const isSame = (t: Term): boolean => t.role === 'hold' || t.role === 'again';
  if (terms.some((t) => t.text === '?' || isSame(t)) || turnsIn(terms).length > 0) return null;
  const partial =
    reading.kind === 'unclear' ? reading.partial : reading.kind === 'signal' ? reading : undefined;
  const levels = partial
    ? {
        entries: partial.entry?.prices ?? [],
        stops: stopPrices(partial.stop),
        targets: partial.targets ?? [],
      }
    : plainLevels(found, { base: symbol, price: priceOf(subject, context)(symbol) });
  if (levels === null) return null;
  const labels = new Set(frame.labels.map((l) => l.role));
  if (labels.has('average') && !labels.has('entry'))
    return amendmentOf(
      { ...levels, entries: [], addedEntries: levels.entries },
      { symbol, side },
      citations(found, document, context),
    );
  const heading = headingRevises(terms);
  if (heading?.text.includes('stop')) {
    // "Trailing stop moved": the price beside the coin is where the market is.
    return amendmentOf(
      { entries: [], stops: levels.stops, targets: [] },
      { symbol, side },
      citations(found, document, context),
    );
  }
  return amendmentOf(levels, { symbol, side }, citations(found, document, context));
}

/** "Target 1 in sight, be patient": words that the reader doesn't know, in the sentence of a level. */
function isTalk({ frame }: FrameReading): boolean {
  const clauses = new Set([...frame.stops, ...frame.targets].map((l) => l.term.clause));
  const unknown = frame.terms.filter(
    (t) => clauses.has(t.clause) && !t.role && t.ticker?.form === 'word' && t.text.length > 2,
  );
  return unknown.length > 1;
}

function stopPrices(stop: { price: string } | { percent: string } | null | undefined): string[] {
  return stop && 'price' in stop ? [stop.price] : [];
}

/** The labelled levels of a frame that is no signal by itself ("TP: 125-122" in a reply). */
function plainLevels(
  { frame }: FrameReading,
  trade: { base: string | null; price: string | undefined },
): { entries: string[]; stops: string[]; targets: Target[] } | null {
  const value = ({ term }: { term: Term }): string =>
    term.number ? settleAlone(term.number, trade) : '0';
  const labelled = frame.labels.length > 0;
  if (!labelled) return null;
  const prices = (levels: readonly { term: Term; kind: string }[]): string[] =>
    levels.filter((l) => l.kind === 'price').map(value);
  return {
    entries: [],
    stops: prices(frame.stops),
    targets: prices(frame.targets).map((price) => ({ price })),
  };
}

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

/** Two or more lines that begin with a time in brackets: a chat, copied. */
function hasSeveralSpeakers(text: string): boolean {
  return text.split('\n').filter((line) => /^ ?\[\d\d?:\d\d/u.test(line)).length > 1;
}

const SHORTEST_RULE = 6;

/**
 * Blanks out what is not the author speaking: a translation below a dashed rule in another script,
 * and the preview of another message ("Name 1970-01-01 08:00 …"), which comes back as `quoted`.
 */
function withoutOthersWords(text: string): { text: string; quoted: string | null } {
  const rule = ruleIn(text);
  let own = text;
  let rest = '';
  if (rule && hasHan(text.slice(rule.end)) && !hasHan(text.slice(0, rule.start))) {
    own = text.slice(0, rule.start);
    rest = text.slice(rule.end);
  }
  const translated = TRANSLATED.exec(own);
  if (translated && own.slice(0, translated.index).trim() !== '')
    own = own.slice(0, translated.index);
  const inOwn = previewIn(own);
  const inRest = previewIn(rest);
  const quoted = inOwn ? own.slice(inOwn.end) : inRest ? rest.slice(inRest.end) : null;
  if (inOwn) own = own.slice(0, inOwn.start);
  return { text: own, quoted };
}

/** "[auto-translated] …": at the beginning of a line, what a bot has made of the author's words. */
const TRANSLATED =
  /\n[^\p{L}\p{N}\n]{0,4}(?:auto(?:matic)?(?:ally)?[- ]?translat|machine[- ]translat|translat(?:ed|ion)[\]):]|translated (?:from|by|with))/iu;

function ruleIn(text: string): { start: number; end: number } | null {
  let run = 0;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '-') run++;
    else {
      if (run >= SHORTEST_RULE) return { start: at - run, end: at };
      run = 0;
    }
  }
  return null;
}

function hasHan(text: string): boolean {
  return /[\u3400-\u9fff]/u.test(text);
}

const EPOCH = '1970-01-01 08:00';

/** Where a relayed preview begins: a name and the time stamp that relays without a time write. */
function previewIn(text: string): { start: number; end: number } | null {
  const stamp = text.indexOf(EPOCH);
  if (stamp < 0) return null;
  // The name before the stamp: one word, or what follows a blanked-out mention.
  const before = text.slice(0, stamp).trimEnd();
  const start = Math.max(
    before.lastIndexOf(' '),
    before.lastIndexOf('\n'),
    before.lastIndexOf(GAP),
    0,
  );
  return { start, end: stamp + EPOCH.length };
}
