import { gather } from './evidence/evidence.ts';
import { OF_CHANGES } from './evidence/instructions/leftOver.ts';
import { OF_TRADE, type TradeScene } from './evidence/instructions/ofTrade.ts';
import { isHeadedAsTale } from './evidence/narration.ts';
import { unclear, verdict } from './evidence/verdict.ts';
import { isPrice } from './instruction/amounts.ts';
import { type InstructionCandidate, isReport } from './instruction/instructionCandidate.ts';
import { listedResults, recapClauses } from './instruction/recaps.ts';
import { canCarry } from './instruction/segmentWords.ts';
import { isObjectOf, type Subject, subjectsOf, withoutWords } from './instruction/subjects.ts';
import { finish, merge } from './instruction/update.ts';
import type { UpdateContext } from './instruction/updateContext.ts';
import { candidatesOf } from './readClause.ts';
import type { Unclear, Update } from './reading.ts';
import type { SpanOf } from './text/document.ts';
import { isKind } from './words/kinds.ts';
import { clausesOf, distinct, tickersIn } from './words/layout/clauses.ts';
import type { Term } from './words/terms/term.ts';

/** A message with more words is an article. */
const MOST_WORDS = 60;
/** More instructions than this in a message are none. */
const MOST_UPDATES = 60;

/** What a message says about earlier signals. */
export type Updates = {
  updates: Update[];
  /** What it may ask for, when nothing else that it gives for sure answers that. */
  asked: Unclear | null;
  /** The rules by which words that sound like an instruction were taken for none. */
  dropped: readonly string[];
};

/** What of the whole message bears on each of its clauses; looked at once. */
type Message = {
  terms: readonly Term[];
  context: UpdateContext;
  inReply: boolean;
  /** Lines that sell something, or are not meant. */
  adLines: ReadonlySet<number>;
  isArticle: boolean;
  anywhere: readonly Subject[];
  hasLevels: boolean;
  hasResult: boolean;
  recap: ReadonlySet<number>;
  listed: ReadonlySet<number>;
};

/** What has been read so far. */
type Progress = {
  updates: Update[];
  doubted: { update: Update; rule: string; why: string }[];
  dropped: Set<string>;
  /** The coin named last, and the ones named since the last instruction. */
  named: Subject | null;
  waiting: Subject[];
  /** "Had I held SOL, …": the coin that waits was named for what might have been, or has been. */
  supposed: boolean;
  /** A level was changed in the clause before: levels by themselves go on with it. */
  goesOn: boolean;
  /** What was read so far of changes, and the lines that give them. */
  cited: Set<Term>;
  changedLines: Set<number>;
};

/** Reads the instructions about earlier signals, clause by clause. */
export function readUpdates(
  terms: readonly Term[],
  context: UpdateContext,
  spanOf: SpanOf,
): Updates {
  if (!terms.some(canCarry)) return { updates: [], asked: null, dropped: [] };
  if (isHeadedAsTale(terms)) return { updates: [], asked: null, dropped: ['headed_as_tale'] };
  const message = messageOf(terms, context);
  const progress: Progress = {
    updates: [],
    doubted: [],
    dropped: new Set(),
    named: null,
    waiting: [],
    supposed: false,
    goesOn: false,
    cited: new Set(),
    changedLines: new Set(),
  };
  for (const clause of clausesOf(terms)) {
    if (progress.updates.length + progress.doubted.length > MOST_UPDATES) break;
    readClause(message, progress, clause, spanOf);
  }
  const merged = merge(progress.updates);
  const leftOver = verdict(
    gather(OF_CHANGES, { terms, lines: progress.changedLines, cited: progress.cited }),
    'whole',
  );
  const changed = merged.find(({ action }) => CHANGES.has(action));
  if (leftOver && changed)
    return {
      updates: merged.filter(({ action }) => !CHANGES.has(action)),
      asked: askAbout(changed, { rule: leftOver.evidence[0] ?? '', why: leftOver.why }),
      dropped: [...progress.dropped],
    };
  const unanswered = progress.doubted.find(
    ({ update: { symbol, action } }) =>
      !merged.some((u) => u.symbol === symbol && (u.action === action || u.action === 'stop_hit')),
  );
  return {
    updates: merged,
    asked: unanswered ? askAbout(unanswered.update, unanswered) : null,
    dropped: [...progress.dropped],
  };
}

function messageOf(terms: readonly Term[], context: UpdateContext): Message {
  return {
    terms,
    context,
    inReply: context.repliedTo?.symbol != null,
    adLines: new Set(
      terms.filter((t) => t.role === 'ad' || t.role === 'unreal').map((t) => t.line),
    ),
    isArticle: terms.filter((t) => t.kind === 'word').length > MOST_WORDS,
    anywhere: tickersIn(terms),
    hasLevels: saysLevels(terms),
    hasResult: terms.some(
      (t, at) =>
        t.role === 'result' &&
        terms[at + 1]?.text === ':' &&
        terms.slice(at + 1, at + 4).some((n) => n.number?.unit === 'percent'),
    ),
    recap: recapClauses(terms),
    listed: listedResults(terms),
  };
}

function readClause(
  message: Message,
  progress: Progress,
  clause: readonly Term[],
  spanOf: SpanOf,
): void {
  const tickers = tickersIn(clause);
  const namedBefore = message.inReply || progress.named !== null || progress.waiting.length > 0;
  const id = clause[0]?.clause ?? -1;
  const candidates = candidatesOf(clause, tickers, namedBefore, progress.goesOn, progress.dropped)
    // A bare "TP2" beside levels is a label, not a report.
    .filter((candidate) => !(candidate.bare && message.hasLevels))
    .filter((candidate) => {
      const told = !isReport(candidate) && message.recap.has(id);
      if (told) progress.dropped.add('recap');
      return !told;
    })
    // What is cancelled with a profit or a loss was open.
    .map((candidate) =>
      candidate.action === 'cancel_entry' && candidate.terms.length === 1 && message.hasResult
        ? { ...candidate, action: 'close' as const }
        : candidate,
    );
  if (candidates.length === 0) {
    if (tickers.length > 0) {
      progress.named = tickers[0] ?? null;
      progress.waiting.push(...tickers);
      progress.supposed = clause.some((t) => t.role === 'date' || isKind(t, 'supposing'));
    }
    return;
  }
  for (const candidate of candidates)
    readCandidate(message, progress, clause, tickers, candidate, spanOf);
  progress.goesOn = candidates.some((c) => CHANGES.has(c.action) && !c.doubted);
  progress.named = tickers[0] ?? progress.named;
  progress.waiting = [];
  progress.supposed = false;
}

/** Finds the trades that a candidate is about, and what it asks for with each. */
function readCandidate(
  { terms, context, inReply, adLines, isArticle, anywhere, listed }: Message,
  progress: Progress,
  clause: readonly Term[],
  tickers: readonly Subject[],
  candidate: InstructionCandidate,
  spanOf: SpanOf,
): void {
  const { waiting, named, dropped } = progress;
  const own = subjectsOf(clause, tickers, candidate);
  // "BTC is dumping, move SL to entry", in reply to a trade in another coin.
  const replied = context.repliedTo?.isSignal ? context.repliedTo.symbol : null;
  const close = own.filter(
    (coin) =>
      replied === null || coin.ticker.base === replied || isObjectOf(clause, coin, candidate),
  );
  const carried = waiting.length > 0 ? waiting : named ? [named] : [];
  const all = candidate.all === true && !isReport(candidate);
  const elsewhere =
    carried.length > 0 ? carried : tickers.length > 0 ? tickers : anywhere.slice(0, 1);
  const subjects = close.length > 0 ? close : all || inReply ? [] : elsewhere;
  // In an article the coin of one sentence is not that of the next.
  if (isArticle && close.length === 0 && !inReply && candidate.action !== 'target_hit') {
    dropped.add('article');
    return;
  }
  if (subjects.some((t) => t.ticker.notCrypto)) {
    dropped.add('not_crypto');
    return;
  }
  const symbols = distinct(withoutWords(subjects));
  const isAd = adLines.size > 0;
  const inAd = (symbols.length === 0 && isAd) || candidate.terms.some((t) => adLines.has(t.line));
  if (!inReply && inAd) {
    dropped.add('ad_or_unreal');
    return;
  }
  // "Close all" under one coin's message, or with its name, is all of that one.
  const everything = all && symbols.length === 0 && !inReply;
  const later =
    subjects === carried ? [] : subjects.filter(({ term }) => term.at > candidate.within.end);
  for (const symbol of symbols.length === 0 ? [null] : symbols) {
    const update = finish({ ...candidate, all: everything }, symbol, context, spanOf);
    const judged =
      candidate.doubted ??
      doubtOf({
        terms,
        clause,
        candidate,
        update,
        context,
        subjects,
        later,
        coins: symbols.length,
        supposed: progress.supposed && subjects === carried,
        listed: listed.has(clause[0]?.clause ?? -1),
      });
    if (judged === null) {
      progress.updates.push(update);
      for (const term of Object.values(candidate.cites).flat()) progress.cited.add(term);
      if (CHANGES.has(update.action))
        for (const { line } of candidate.terms) progress.changedLines.add(line);
    } else if (!isAd || inReply) progress.doubted.push({ update, ...judged });
  }
}

const CHANGES: ReadonlySet<Update['action']> = new Set<Update['action']>([
  'move_stop',
  'stop_to_entry',
  'amend',
]);

function doubtOf(scene: TradeScene): { rule: string; why: string } | null {
  const judged = verdict(gather(OF_TRADE, scene), 'whole');
  return judged && { rule: judged.evidence[0] ?? '', why: judged.why };
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

/** The question whether an update is meant as it was read. */
export function askAbout(
  { symbol, provenance }: Update,
  { rule, why }: { rule: string; why: string },
): Unclear {
  const question = `it may ask for something to be done with a trade, but ${why}`;
  return unclear(rule, question, 'action', provenance, symbol === null ? undefined : { symbol });
}
