import { trustIn } from './evidence/instructionTrust.ts';
import { isAboutDoing, isHeadedAsTale } from './evidence/narration.ts';
import { isPrice } from './instruction/amounts.ts';
import { FAR, isFar } from './instruction/farPrice.ts';
import {
  type InstructionCandidate,
  instructionCandidate,
  isReport,
} from './instruction/instructionCandidate.ts';
import { instructionsIn, isAtSeveralPrices } from './instruction/instructions.ts';
import { listedResults, recapClauses } from './instruction/recaps.ts';
import { stopReportIn, targetReportIn } from './instruction/reports.ts';
import { type SegmentWords, wordsOf } from './instruction/segmentWords.ts';
import { isSetApart, subjectsOf, withoutWords } from './instruction/subjects.ts';
import { finish, merge } from './instruction/update.ts';
import type { UpdateContext } from './instruction/updateContext.ts';
import type { Unclear, Update } from './reading.ts';
import type { SpanOf } from './text/document.ts';
import { clausesOf, distinct, segmentsOf, tickersIn } from './words/clauses.ts';
import { isName, type Term } from './words/terms.ts';
import type { Ticker } from './words/tickers.ts';

/** A message with more words is an article. */
const MOST_WORDS = 60;
/** More instructions than this in a message are none. */
const MOST_UPDATES = 60;
/** How many terms behind an instruction its coin may still be named. */
const NEAR = 4;

/** What a message says about earlier signals; `asked` when it gives nothing for sure that it may ask for. */
export type Updates = { updates: Update[]; asked: Unclear | null };

/** Reads the instructions about earlier signals, clause by clause. */
export function readUpdates(
  terms: readonly Term[],
  context: UpdateContext,
  spanOf: SpanOf,
): Updates {
  // Where no word means anything and nothing is named, nothing is asked for.
  const means = terms.some(
    (t) => (t.role !== undefined && t.role !== 'filler') || t.number || isName(t),
  );
  if (!means || isHeadedAsTale(terms)) return { updates: [], asked: null };
  const clauses = clausesOf(terms);
  const updates: Update[] = [];
  const doubted: { update: Update; why: string }[] = [];
  const adLines = new Set(
    terms.filter((t) => t.role === 'ad' || t.role === 'unreal').map((t) => t.line),
  );
  const isAd = adLines.size > 0;
  const isLong = terms.filter((t) => t.kind === 'word').length > MOST_WORDS;
  /** "Had I held SOL, …": the coin that waits was named for what might have been, or has been. */
  let supposed = false;
  let waiting: { ticker: Ticker; term: Term }[] = [];
  let named: { ticker: Ticker; term: Term } | null = null;
  const anywhere = tickersIn(terms);
  const hasLevels = saysLevels(terms);
  const recap = recapClauses(terms);
  const listed = listedResults(terms);
  const hasResult = terms.some(
    (t, at) =>
      t.role === 'result' &&
      terms[at + 1]?.text === ':' &&
      terms.slice(at + 1, at + 4).some((n) => n.number?.unit === 'percent'),
  );

  for (const clause of clauses) {
    if (updates.length + doubted.length > MOST_UPDATES) break;
    const tickers = tickersIn(clause);
    const candidates = candidatesOf(
      clause,
      tickers,
      context.repliedTo?.symbol != null || named !== null || waiting.length > 0,
    )
      // A bare "TP2" beside levels is a label, not a report.
      .filter(
        (candidate) =>
          !(candidate.bare && hasLevels) &&
          (isReport(candidate) || !recap.has(clause[0]?.clause ?? -1)),
      )
      // What is cancelled with a profit or a loss was open.
      .map((candidate) =>
        candidate.action === 'cancel_entry' && candidate.terms.length === 1 && hasResult
          ? { ...candidate, action: 'close' as const }
          : candidate,
      );
    if (candidates.length === 0) {
      if (tickers.length > 0) {
        named = tickers[0] ?? null;
        waiting.push(...tickers);
        supposed = clause.some((t) => t.role === 'date' || t.text.startsWith('had '));
      }
      continue;
    }
    for (const candidate of candidates) {
      const close = subjectsOf(clause, tickers, candidate);
      const carried = waiting.length > 0 ? waiting : named ? [named] : [];
      const inReply = context.repliedTo?.symbol != null;
      const subjects =
        candidate.all && close.length === 0 && !isReport(candidate)
          ? []
          : close.length > 0
            ? close
            : inReply
              ? []
              : carried.length > 0
                ? carried
                : tickers.length > 0
                  ? tickers
                  : anywhere.slice(0, 1);
      // In an article the coin of one sentence is not that of the next.
      if (isLong && close.length === 0 && !inReply && candidate.action !== 'target_hit') continue;
      if (subjects.some((t) => t.ticker.notCrypto)) continue;
      const symbols = distinct(withoutWords(subjects));
      if (symbols.length === 0 && !inReply && isAd) continue;
      if (!inReply && candidate.terms.some((t) => adLines.has(t.line))) continue;
      // "Close all" under one coin's message, or with its name, is all of that one.
      const everything =
        candidate.all === true && symbols.length === 0 && !inReply && !isReport(candidate);
      const of = symbols.length === 0 ? [null] : symbols;
      // "Closed, BTC calm": a coin of the next sentence is meant only when it stands for itself.
      const later =
        subjects === carried ? [] : subjects.filter(({ term }) => term.at > candidate.within.end);
      const advises = isAdvice(candidate, clause) && later.length === symbols.length;
      const pair = candidate.all === true && close.length === 2;
      const apart = pair || later.every(({ term }) => isSetApart(terms, term));
      const doubt =
        candidate.doubted ??
        (listed.has(clause[0]?.clause ?? -1)
          ? 'it lists what several trades have brought'
          : null) ??
        (supposed && subjects === carried && !inReply
          ? 'its coin stands in a supposition'
          : null) ??
        (advises && !inReply ? 'it does not say which trade, or how much of it' : null) ??
        (apart || isReport(candidate) ? null : 'the coin stands in another sentence');
      for (const symbol of of) {
        const update = finish({ ...candidate, all: everything }, symbol, context, spanOf);
        const replied = subjects.length === 0 ? context.repliedTo?.side : null;
        const contradicts = replied && besideSide(candidate) && candidate.side !== replied;
        const why =
          doubt ?? (contradicts ? OTHER_SIDE : null) ?? (isFar(update, context) ? FAR : null);
        if (why === null) updates.push(update);
        else if (!isAd || inReply) doubted.push({ update, why });
      }
    }
    named = tickers[0] ?? named;
    waiting = [];
    supposed = false;
  }
  const merged = merge(updates);
  const unanswered = doubted.find(
    ({ update: { symbol, action } }) =>
      !merged.some((u) => u.symbol === symbol && (u.action === action || u.action === 'stop_hit')),
  );
  return {
    updates: merged,
    asked: unanswered ? askAbout(unanswered.update, unanswered.why) : null,
  };
}

const OTHER_SIDE = 'its side is not that of the trade it replies to';

/** "Take some profits", "cut the rest": without a coin and a part, it is advice. */
function isAdvice(
  { action, percent, within }: InstructionCandidate,
  clause: readonly Term[],
): boolean {
  const rest = clause.some((t) => t.role === 'rest' && t.at >= within.start && t.at <= within.end);
  return percent === undefined && (action === 'close_part' || (action === 'close' && rest));
}

/** A side stands beside the words that carry it. */
function besideSide({ terms, cites }: InstructionCandidate): boolean {
  const last = Math.max(...terms.map((t) => t.at));
  return (cites.side ?? []).some((t) => Math.abs(t.at - last) <= NEAR);
}

/** A price stands behind a label somewhere in the message. */
function saysLevels(terms: readonly Term[]): boolean {
  return terms.some((term, at) => {
    if (term.role !== 'stop' && term.role !== 'target' && term.role !== 'entry') return false;
    return terms
      .slice(at + 1, at + 4)
      .some(
        (t, i) =>
          isPrice(terms, at + 1 + i) && t.line === term.line && !(t.glued && t.number?.whole),
      );
  });
}

function candidatesOf(
  clause: readonly Term[],
  tickers: readonly { ticker: Ticker; term: Term }[],
  namedBefore: boolean,
): InstructionCandidate[] {
  if (clause.some((t) => t.text === '?') || isAboutDoing(clause)) return [];
  const candidates: InstructionCandidate[] = [];
  let heldOnly = false;
  for (const segment of segmentsOf(clause)) {
    const upTo = segment.terms.at(-1)?.at ?? 0;
    const hasSubject = namedBefore || tickers.some(({ term }) => term.at <= upTo);
    candidates.push(...candidatesOfSegment(wordsOf(segment, hasSubject, heldOnly)));
    if (segment.terms.some((t) => t.role === 'hold' && t.text.startsWith('still'))) heldOnly = true;
  }
  if (distinct(tickers).length <= 1 && isAtSeveralPrices(clause))
    return candidates.filter(({ action }) => action !== 'close' && action !== 'close_part');
  // "Scratch the BNB scalp, exit at entry", "invalidated, closing": what is left was open.
  const leaves = candidates.some(({ action }) => action === 'close');
  const scratched = ({ terms: [verb] }: InstructionCandidate): boolean =>
    verb?.text.startsWith('scratch') || verb?.text === 'invalidated';
  if (leaves) return candidates.filter((d) => !(d.action === 'cancel_entry' && scratched(d)));
  return candidates;
}

function candidatesOfSegment(words: SegmentWords | null): InstructionCandidate[] {
  if (!words || words.has('ad')) return [];
  const flip = words.find('flip');
  if (flip && isTurn(words, flip))
    return trusted(words, [{ ...instructionCandidate(words, 'close', [flip]), side: null }]);
  const stopReport = stopReportIn(words);
  if (stopReport) return [stopReport];
  const targetReport = targetReportIn(words);
  return [...(targetReport ? [targetReport] : []), ...trusted(words, instructionsIn(words))];
}

/** The candidates that are no talk, those that are not given marked as doubted. */
function trusted(
  words: SegmentWords,
  candidates: readonly InstructionCandidate[],
): InstructionCandidate[] {
  return candidates.flatMap((found) => {
    const trust = trustIn(words, found);
    if (trust.is === 'talk') return [];
    return [trust.is === 'asked' ? { ...found, doubted: trust.why } : found];
  });
}

/** "We got 1.549 and reversed" tells of the price; what is turned is a trade, to a side. */
function isTurn({ has }: SegmentWords, flip: Term): boolean {
  return !flip.text.startsWith('revers') || has('long', 'short', 'order');
}

/** The question whether an update is meant as it was read. */
export function askAbout({ symbol, provenance }: Update, doubt: string): Unclear {
  return {
    kind: 'unclear',
    why: `it may ask for something to be done with a trade, but ${doubt}`,
    about: 'action',
    ...(symbol === null ? {} : { partial: { symbol } }),
    provenance,
  };
}
