import { none, unclear } from './evidence/verdict.ts';
import { FAR, isFar } from './instruction/farPrice.ts';
import { targetsReachedIn } from './instruction/repeatedSignal.ts';
import type { UpdateContext } from './instruction/updateContext.ts';
import { chooseSymbol } from './order/candidate/symbol.ts';
import type { Frame } from './order/frame/frame.ts';
import { hasTable } from './order/frame/tables.ts';
import { showsCandle } from './order/labels/candles.ts';
import { amendmentsIn, saysRevised } from './readAmendment.ts';
import type {
  EmbedText,
  MessagePart,
  MessageText,
  ReadContext,
  Reading,
  Unclear,
  Update,
} from './reading.ts';
import { type FrameReading, readSignals } from './readOrders.ts';
import { askAbout, readUpdates, type Updates } from './readUpdates.ts';
import {
  citingSubject,
  LONGEST_TEXT,
  priceOf,
  type Subject,
  subjectOf,
  termOptions,
  withSubject,
} from './repliedTo.ts';
import { type Document, makeDocument, type SpanOf } from './text/document.ts';
import { hasSeveralSpeakers, withoutOthersWords } from './text/ownWords.ts';
import { isKind } from './words/kinds.ts';
import { groupOf } from './words/roleGroups.ts';
import { readTerms } from './words/terms/readTerms.ts';
import { placeOf, type Term } from './words/terms/term.ts';

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
    : [none('empty', 'nothing written in it')];
}

function readDocument(
  document: Document,
  replied: Subject | null,
  context: ReadContext,
): Reading[] {
  const { text, quoted } = withoutOthersWords(document.text);
  const terms = readTerms(text, termOptions(context));
  const subject = subjectIn(document, quoted, replied, context);
  const { spanOf } = document;
  const frames = readSignals(terms, withSubject(context, subject), spanOf).map((found) =>
    citingSubject(found, subject),
  );
  if (hasSeveralSpeakers(text) && frames.some(({ reading }) => reading.kind !== 'none'))
    return [unclear('several_speakers', 'several people speak in it', 'action')];
  const updateContext = { repliedTo: subject, priceOf: priceOf(subject, context) };
  const orders = ordersOf(frames, terms, subject, updateContext, spanOf);
  if (orders) return orders;
  if (showsCandle(terms)) return [none('candle', 'a candle')];
  const found = hasTable(terms) ? NO_UPDATES : readUpdates(terms, updateContext, spanOf);
  return choose({
    document,
    terms,
    frames,
    subject,
    reading: context,
    context: updateContext,
    ...found,
  });
}

const NO_UPDATES: Updates = { updates: [], asked: null, dropped: [] };

/** Whom the message speaks of: what it replies to, or else what it shows. */
function subjectIn(
  document: Document,
  preview: string | null,
  replied: Subject | null,
  context: ReadContext,
): Subject | null {
  if (replied?.symbol) return replied;
  const shown = preview ?? document.quoted?.text;
  if (!shown) return replied;
  const subject: Subject = { ...subjectOf({ text: shown }, context), symbolSpan: undefined };
  return document.quoted && !preview
    ? { ...subject, span: document.quoted.span, symbolSpan: document.quoted.span }
    : subject;
}

/**
 * The orders of a message that gives some for sure, or several; null when it may be something else:
 * a report of targets reached, a revision, an instruction.
 */
function ordersOf(
  frames: readonly FrameReading[],
  terms: readonly Term[],
  subject: Subject | null,
  context: UpdateContext,
  spanOf: SpanOf,
): Reading[] | null {
  // "Closed SOL." above an order for another coin.
  const tells = ({ reading, frame }: FrameReading): boolean =>
    reading.kind === 'none' && frame.labels.length === 0 && frame.entries.length === 0;
  const sure = frames.some(({ reading }) => reading.kind === 'signal');
  const whole = frames.some(({ reading }) => reading.kind === 'unclear' && isWhole(reading));
  const several = whole && frames.some(tells) && !subject?.isSignal;
  const reported = frames.some(({ frame }) => frame.reached.length > 0);
  // "Adding #ENJ here, targets …", in reply to its signal.
  const adds = frames.some(({ frame }) => frame.market.some((t) => t.role === 'add'));
  if ((adds && subject?.isSignal) || addsOneMore(terms)) return null;
  if (frames.some(({ frame }) => movesItsStop(frame) || worksOnOne(frame))) return null;
  // "SOL 149.2, SL 145, TP 158", in reply to its signal: where it stands now, and no side of its own.
  const sided = frames.some(({ frame }) => frame.sides.length > 0);
  if (subject?.isSignal && !sided && frames.length === 1) return null;
  if (!(sure || several) || reported || saysRevised(terms)) return null;
  return frames.flatMap((found): Reading[] => {
    if (found.reading.kind !== 'none') return [found.reading];
    if (!tells(found)) return [];
    const { updates, asked } = readUpdates(found.frame.terms, context, spanOf);
    return asked ? [...updates, asked] : updates;
  });
}

/** "Price: 150. Move SL to 145": the only stop that it has is one that is moved, so the trade is on. */
function movesItsStop({ terms, stops }: Frame): boolean {
  return (
    stops.length > 0 &&
    stops.every(({ term }) =>
      terms.some(
        (t) =>
          t.role === 'move' && !isKind(t, 'placing') && t.clause === term.clause && t.at < term.at,
      ),
    )
  );
}

/** "Take 30 % here at 0.157, stop down to 0.1605": no side of its own, and something is done with a trade that is on. */
function worksOnOne({ terms, sides, targets, market }: Frame): boolean {
  if (sides.length > 0) return false;
  const partNow = (t: Term): boolean =>
    t.number?.unit === 'percent' && market.some(({ clause }) => clause === t.clause);
  return terms.some((t) => t.role === 'reduce' || (targets.length === 0 && partNow(t)));
}

/** "Adding a third limit at 0.533": to a trade that is on, whatever stop is told beside it. */
function addsOneMore(terms: readonly Term[]): boolean {
  return terms.some(
    (term, at) =>
      term.role === 'add' &&
      terms.slice(at + 1, at + 4).some((t) => t.clause === term.clause && isKind(t, 'oneMore')),
  );
}

/** What a message comes to that gives no order for sure. */
function choose(candidates: Candidates): Reading[] {
  const { frames, terms, subject, context, updates, asked, dropped } = candidates;
  const revises = saysRevised(terms);
  const misread = revises ? null : orderMisread(candidates);
  if (misread) return [misread];
  const amendments =
    !asked && (revises || subject?.symbol || isLevelsOnly(frames)) ? amendmentsIn(candidates) : [];
  const far = amendments.find((amendment) => isFar(amendment, context));
  if (far) return [askAbout(far, { rule: 'far_price', why: FAR })];
  // The levels as a whole say more than each label by itself.
  if (revises && amendments.some(({ action }) => action === 'amend'))
    return [
      ...amendments,
      ...updates.filter((u) => u.action !== 'amend' && u.action !== 'move_stop'),
    ];
  if (!subject && frames.some(opens) && updates.some(leaves)) {
    const why = 'it gives where to get in and when to get out';
    return [unclear('in_and_out', why, 'action')];
  }
  if (updates.length > 0) {
    if (amendments.length > 0 && !updates.some(({ action }) => COVERS.has(action)))
      return [...updates, ...amendments];
    return asked ? [...updates, asked] : updates;
  }
  if (amendments.length > 0) return amendments;
  const told = frames.length === 1 ? reportIn(candidates) : null;
  if (told) return [told];
  const doubted = frames.find(({ reading }) => reading.kind === 'unclear')?.reading ?? asked;
  if (doubted) return [doubted];
  if (frames.some(({ reading }) => reading.kind === 'signal'))
    return [unclear('repeats_signal', 'it repeats a signal, as a report or a revision', 'action')];
  return frames
    .slice(0, 1)
    .map(({ reading }) =>
      reading.kind === 'none' && dropped.length > 0
        ? { ...reading, evidence: [...(reading.evidence ?? []), ...dropped] }
        : reading,
    );
}

/** The signal told again, with marks at the targets that are reached. */
function reportIn({ frames: [found], reading, subject, document }: Candidates): Reading | null {
  if (!found) return null;
  const symbol = chooseSymbol(found.frame, reading);
  const named =
    symbol.kind === 'found'
      ? { base: symbol.ticker.base, term: symbol.term }
      : symbol.kind === 'missing' && subject?.symbol
        ? { base: subject.symbol, term: null }
        : null;
  return targetsReachedIn(found.frame, named, document.spanOf);
}

/** What a message holds beside orders that are sure. */
type Candidates = Updates & {
  document: Document;
  terms: readonly Term[];
  frames: readonly FrameReading[];
  subject: Subject | null;
  reading: ReadContext;
  context: UpdateContext;
};

/** These say what becomes of a trade's levels: levels beside them change nothing more. */
const COVERS: ReadonlySet<Update['action']> = new Set<Update['action']>([
  'move_stop',
  'amend',
  'target_hit',
  'stop_hit',
  'stop_to_entry',
]);

/** An order that could not be read for sure, and is not to be read for its parts. */
function orderMisread({ frames, subject, updates }: Candidates): Reading | null {
  // "Long SOL 2.84, add 2.71, out 2.58".
  const ordered = frames.find(({ frame }) => frame.sides.length > 0 && frame.entries.length > 1);
  if (ordered && updates.some((u) => u.addedEntries))
    return ordered.reading.kind === 'unclear'
      ? ordered.reading
      : {
          kind: 'unclear',
          why: 'an order, and not all of it is understood',
          evidence: ['not_all_understood'],
          provenance: {},
        };
  // "Closed half $SUI @ 1.34, moved SL to 1.27": without a side the verbs are those of a trade that is on.
  const tells = ({ frame, reading }: FrameReading): boolean =>
    updates.length > 0 &&
    frame.sides.length === 0 &&
    reading.kind === 'unclear' &&
    reading.evidence?.[0] === 'reported';
  const whole = frames.find(
    (found) => found.reading.kind === 'unclear' && isWhole(found.reading) && !tells(found),
  );
  const reports = updates.some((u) => u.action === 'target_hit' || u.action === 'stop_hit');
  return whole && !subject?.isSignal && !reports ? whole.reading : null;
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
    (t) => isKind(t, 'ofMine') || t.role === 'above' || t.role === 'below',
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

/**
 * "Long from 9.2, out at -5%", "buy MKR 2310, first trim 2400": where to get in, and behind it in the same
 * sentence a word for getting out.
 */
function opens({ frame, reading }: FrameReading): boolean {
  if (reading.kind === 'signal' || frame.entries.length === 0) return false;
  const labelled = frame.labels.flatMap(({ role, term }) => (role === 'entry' ? [term] : []));
  const verbs = frame.sides.flatMap(({ term }) => (term.role === 'buy' ? [term] : []));
  return (
    frame.sides.length > 0 &&
    [...labelled, ...verbs].some((term) =>
      frame.terms.some((t) => LEAVING.has(t.role) && t.clause === term.clause && t.at > term.at),
    )
  );
}

const LEAVING = groupOf('close', 'reduce', 'secure');

function leaves({ action }: Reading & { kind: 'update' }): boolean {
  return action === 'close' || action === 'close_part';
}
