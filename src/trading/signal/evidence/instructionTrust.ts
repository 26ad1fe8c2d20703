import { isPrice } from '../instruction/amounts.ts';
import type { InstructionCandidate } from '../instruction/instructionCandidate.ts';
import type { SegmentWords } from '../instruction/segmentWords.ts';
import type { Role } from '../vocabulary/roles.ts';
import { tickersIn } from '../words/clauses.ts';
import { isYear } from '../words/dates.ts';
import { isName, type Term } from '../words/terms.ts';
import { isWithoutSpaces } from '../words/tokens.ts';
import { COPULAS } from './roles.ts';

/**
 * What an instruction's words are worth. Only what is *given* is done; *asked* goes to the owner;
 * *talk* is none of it.
 *
 * The verbs of a trade are common words: doors are closed, dogs are taken out, meetings are moved.
 * So nothing is an instruction unless all that is said around it lets it be one:
 *
 * - it acts on a trade (a coin, a side, an order, a stop, a part, the trade replied to), or every
 *   word of it is one of trading;
 * - no word turns it into something else: who speaks, when, under what condition, whether it is meant;
 * - words that the reader doesn't know stand behind it only, and are few.
 */
export type Trust = { is: 'given' | 'talk' } | { is: 'asked'; why: string };

const GIVEN: Trust = { is: 'given' };
const TALK: Trust = { is: 'talk' };

/** Behind a whole instruction: "close SOL momentum is gone". */
const MOST_UNKNOWN_BEHIND = 3;

/** What goes on for longer without a comma or a full stop is no instruction. */
const LONGEST = 80;

/** Behind an instruction it tells why it is given now ("before the news"), not that it is past. */
const BEFORE = 'before the';

/** Glued to the word that follows it. */
const ARABIC_AND = 'و';

/** Of a stop, or of a bot's settings. */
const TRAILING = 'trailing';

/** Of trades that are counted. */
const HIGHEST_TALLY = 99;

/** Before a day they give a deadline ("close before Friday"), not the day on which it was done. */
const UNTIL: ReadonlySet<string> = new Set(
  'before until till by into bis vor antes hasta até avant до перед önce kadar sebelum trước 前に まで 전에 까지 قبل تا'.split(
    ' ',
  ),
);

/** Further behind an instruction than this, a word that would turn it is another sentence's. */
const NEAR = 4;

/** Nobody closes a smaller part, in percent: "BTC cut 2%". */
const LEAST_PART = 5;

/** Roles that turn an instruction into something else. */
const TURNS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'if',
  'later',
  'maybe',
  'not',
  'past',
  'someone',
  'told',
  'unreal',
  'ad',
]);

/** What an instruction can act on. */
const OBJECTS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'order',
  'long',
  'short',
  'stop',
  'target',
  'entry',
  'limit',
  'average',
  'breakeven',
  'rest',
  'all',
  'again', // "open trades"
]);

/** How much of it. */
const AMOUNTS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'half',
  'third',
  'quarter',
  'some',
  'wholly',
]);

/** Verbs of leaving a trade; of the trade's words, not all can be left. */
const LEAVING: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'close',
  'reduce',
  'secure',
  'cancel',
  'entered',
  'flip',
]);

/** What may stand right behind such a verb, beside the objects. */
const ACTED_ON: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'wholly',
  'some',
  'market',
  'buy',
  'sell',
  'spot',
  'futures',
  'new',
  'and',
  'result',
  'first',
  'second',
  'breakeven',
  'above',
  'below',
  'close',
  'reduce',
  'secure',
  'move',
  'instead',
  'hit',
]);

/** Before a thing that somebody owns. */
const OWNERS: ReadonlySet<string> = new Set(
  'my your our ur mine his her their meu minha meus minhas mi mis tu tus mon ma mes mein meine meinen мой мою мои свой свою свои'.split(
    ' ',
  ),
);

/** What is said around an instruction, outside of brackets and up to its reason. */
type Said = {
  terms: readonly Term[];
  coins: ReadonlySet<Term>;
  /** The verb: what it acts on comes behind it. */
  verb: Term | undefined;
  carriers: readonly Term[];
  /** The instruction, from the first to the last word that carries it or that it gives. */
  from: number;
  to: number;
  /** The mark before it, behind which its sentence begins ("Update: …"). */
  opens: number;
};

/** How far a candidate of the segment can be trusted. */
export function trustIn(words: SegmentWords, candidate: InstructionCandidate): Trust {
  if (words.terms.length > LONGEST) return TALK;
  const said = saidAround(words.terms, candidate);
  if (!said || words.conditional || said.terms.some((t) => t.text === '?')) return TALK;
  const turning = turnsOf(said);
  if (turning.some((t) => t.at < said.from || takesBack(t))) return TALK;
  const thing = isThing(said);
  if (thing === 'sure') return TALK;
  const unknown = said.terms.filter((t) => isUnknown(said, t));
  const anchored = words.hasSubject || said.coins.size > 0 || said.terms.some(isTraded);
  const why = doubtIn(words, candidate, said, {
    turning,
    unknown,
    thing: thing !== null,
    anchored,
  });
  if (why === null) return GIVEN;
  const known = said.terms.filter((t) => said.coins.has(t) || isTrade(t));
  const share = (of: readonly Term[]): number => of.filter((t) => t.at > said.opens).length;
  const askable = anchored || said.terms.some(isAmount);
  return askable && share(unknown) < share(known) ? { is: 'asked', why } : TALK;
}

/** What speaks against an instruction, as the owner is told it; null when nothing does. */
function doubtIn(
  words: SegmentWords,
  candidate: InstructionCandidate,
  said: Said,
  found: { turning: readonly Term[]; unknown: readonly Term[]; thing: boolean; anchored: boolean },
): string | null {
  const { turning, unknown, thing, anchored } = found;
  const [turn] = turning;
  if (turn) return `“${turn.text}” may take it back`;
  const misplaced = unknown.find((t) => t.at > said.opens && t.at < said.to);
  const behind = unknown.filter((t) => t.at > said.to);
  const tooMany = behind.length > (anchored ? MOST_UNKNOWN_BEHIND : 0);
  const strange = misplaced ?? (tooMany || isCompound(said, behind[0]) ? behind[0] : undefined);
  if (strange) return `“${strange.text}” is not understood`;
  if (thing) return 'what it acts on may be no trade';
  if (words.theirs || isTold(said, candidate)) return 'it may only tell of it';
  if (isAwaited(said, candidate)) return 'it may be for when the price gets there';
  if (candidate.percent !== undefined && Number(candidate.percent) < LEAST_PART)
    return 'so small a part may be how far the price went';
  if (isQuoted(said)) return 'it stands in quotation marks';
  return anchored || isWhole(said) ? null : 'it does not say which trade';
}

/** "At 143.5 I take half": for when the price gets there. */
function isAwaited({ terms, from, carriers }: Said, { cites }: InstructionCandidate): boolean {
  const own = [...carriers, ...(cites.price ?? [])];
  return terms.some(
    (t, at) =>
      t.at < from &&
      t.role === 'at' &&
      isPrice(terms, at + 1) &&
      !own.some((c) => c === terms[at + 1]),
  );
}

/** Null when the reason of something else is all that stands there: "because the stop moved". */
function saidAround(terms: readonly Term[], candidate: InstructionCandidate): Said | null {
  const depth = Math.min(...terms.map((t) => t.depth));
  const carriers = [...candidate.terms].sort((a, b) => a.at - b.at);
  const from = carriers[0]?.at ?? 0;
  const reason = terms.find((t) => t.sense === 'reason' || (t.text === BEFORE && t.at > from));
  if (reason && reason.at < from) return null;
  const spoken = terms.filter((t) => t.depth === depth && t.at < (reason?.at ?? Infinity));
  const coins = tickersIn(terms).map(({ term }) => term);
  const given = Object.entries(candidate.cites).flatMap(([field, of]) =>
    field === 'side' ? [] : of,
  );
  const last = endOf(spoken, Math.max(...[...carriers, ...given].map((t) => t.at)));
  const fence = spoken.findLast((t) => t.at < from && t.kind !== 'word' && t.kind !== 'number');
  return {
    terms: spoken,
    coins: new Set(coins),
    verb: carriers.findLast((t) => !isObject(t)) ?? carriers.at(-1),
    carriers,
    from,
    to: endOf(spoken, Math.max(last, ...coins.map((t) => t.at).filter((at) => at <= last + NEAR))),
    opens: fence?.at ?? -1,
  };
}

/** Where the words end that an instruction acts on: "close | all my ETH longs". */
function endOf(spoken: readonly Term[], last: number): number {
  let end = last;
  for (const t of spoken) {
    if (t.at !== end + 1) continue;
    const joins = t.role === 'filler' && t.sense === undefined && !COPULAS.has(t.text);
    if (!joins && !isObject(t)) break;
    end = t.at;
  }
  return end;
}

/** The words that turn it, and those that make it the subject of a sentence: "no close here", "3k is a key level". */
function turnsOf({ terms, from, to }: Said): Term[] {
  const near = turnsIn(terms).filter((t) => t.at < to + NEAR || takesBack(t));
  const subject = terms.filter(
    (t) => (t.text === 'no' && t.at === from - 1) || (COPULAS.has(t.text) && t.at === to + 1),
  );
  return [...near, ...subject];
}

/** The words that change what levels or an instruction beside them mean. */
export function turnsIn(terms: readonly Term[]): Term[] {
  let pricedLine = -1;
  return terms.filter((term, at) => {
    if (isYear(terms, at) || (term.role === 'date' && !isDeadline(terms, at))) return true;
    if (term.kind === 'number' && isPrice(terms, at)) pricedLine = term.line;
    // "1,480 was 1,420", "0.432 not 0.423": beside the value that holds, the one that did.
    const replaces = term.role === 'past' || term.role === 'not';
    return TURNS.has(term.role) && !(replaces && pricedLine === term.line);
  });
}

function isDeadline(terms: readonly Term[], at: number): boolean {
  return terms.slice(Math.max(0, at - 2), at).some((t) => UNTIL.has(t.text.split(' ')[0] ?? ''));
}

/** A condition, a day that is past, and a negation behind its verb: wherever it stands, nothing is asked for. */
function takesBack({ role, text, kind }: Term): boolean {
  return (
    kind === 'number' ||
    role === 'if' ||
    role === 'past' ||
    role === 'date' ||
    (role === 'not' && isWithoutSpaces(text))
  );
}

/**
 * "Closed my laptop", "BTC closed the month", "sold 3 cars": what the verb acts on is no trade.
 * `sure` when somebody owns or counts it.
 */
function isThing(said: Said): 'sure' | 'likely' | null {
  const { terms, verb, coins } = said;
  // Korean and Japanese put it before its verb, and Chinese verbs of trading are used of trades only.
  if (!verb || isWithoutSpaces(verb.text)) return null;
  const at = terms.indexOf(verb) + 1;
  const behind = terms
    .slice(at)
    .filter((t) => !isPlain(said, t) && isLong(t) && !OWNERS.has(t.text) && !isByHand(t));
  const [amount, noun] = behind[0]?.text === ':' ? behind.slice(1) : behind;
  // "Closed: 3. Open: 2."
  const tallied = behind[0]?.text === ':' && coins.size === 0;
  if (tallied && amount?.number?.whole && Number(amount.number.digits) <= HIGHEST_TALLY)
    return 'sure';
  const counted = amount?.number?.whole === true && amount.number.unit === null;
  if (counted && noun?.kind === 'word' && noun.at === amount.at + 1) {
    const things = noun.role === 'order' || isUnknown(said, noun);
    const traded = coins.has(noun) || noun.role === 'long' || noun.role === 'short';
    return things ? 'sure' : traded ? 'likely' : null;
  }
  // "50% off its screen", "25% volume".
  const whole = behind.findIndex((t) => !isAmount(t));
  const object = behind
    .slice(Math.max(whole, 0))
    .find((t) => t.role !== 'at' && t.role !== 'to' && !(t.role === 'risk' && whole > 0));
  if (object?.kind !== 'word' || coins.has(object) || said.carriers.includes(object)) return null;
  const unknown = isUnknown(said, object);
  const owned = terms.some((t) => t.at >= verb.at && t.at < object.at && OWNERS.has(t.text));
  if (unknown) return owned ? 'sure' : 'likely';
  const acted = ACTED_ON.has(object.role) || isObject(object);
  return object.role && LEAVING.has(verb.role) && !acted ? 'likely' : null;
}

/** "Close the SOL chat", "cut ADA some slack", "now 100k subs": the word behind makes a thing of it. */
function isCompound({ terms, coins, to }: Said, next: Term | undefined): boolean {
  const last = terms.find((t) => t.at === to);
  if (!last || next?.at !== to + 1) return false;
  // "At 3260 btw".
  const priced = terms.some((t) => t.at === to - 1 && (t.role === 'at' || t.role === 'to'));
  return coins.has(last) || last.role === 'order' || (isAmount(last) && !priced);
}

/** Its verb has a subject of its own: "all closed for today", "BTC closed at 64,100", "MIKE sold ETH". */
function isTold(
  { terms, coins, verb, from, to }: Said,
  { action, cites }: InstructionCandidate,
): boolean {
  const before = terms.filter((t) => t.at < from);
  const names = (t: Term | undefined): boolean => t !== undefined && coins.has(t);
  // "My stop is at 13.1".
  const mine =
    before.at(-1)?.text === 'my' || before.some((t) => t.text === 'my' && names(before.at(-1)));
  if (action === 'move_stop')
    return mine && !terms.some((t) => t.role === 'move' || t.role === 'new');
  if (action !== 'close' && action !== 'close_part') return false;

  // "2 hours to close".
  if (before.some((t) => t.role === 'hours' || t.role === 'minutes')) return true;
  // "DOGE shorts got cut".
  if (terms.some((t) => t.text === 'got' && t.at === from - 1)) return true;
  // "Two trades closed".
  const tally = terms.some((t, at) => t.role === 'order' && isTally(terms[at - 1]));
  if (tally) return true;
  // "Some is sold".
  const states = terms.some((t) => COPULAS.has(t.text) && t.at === from - 1);
  const sided = terms.some((t) => t.role === 'order' || t.role === 'long' || t.role === 'short');
  if (sided) return false;
  if (states) return true;
  const coin = before.findLast(names);
  if (!coin) return before.some((t) => t.role === 'all');
  const other = terms.some(
    (t) => names(t) && t.at > from && t.at <= to && t.ticker?.base !== coin.ticker?.base,
  );
  const bare = coin.ticker?.form === 'known' || coin.ticker?.form === 'name';
  const closedAt = verb?.text === 'closed' && coin.at === verb.at - 1 && 'price' in cites;
  return other || (bare && closedAt);
}

function isTally(term: Term | undefined): boolean {
  const counts = term?.role === 'second' || term?.role === 'thirdOf' || term?.role === 'fourth';
  return counts || (term?.number?.whole === true && term.number.unit === null);
}

/** Without a trade that it acts on, a verb must be all, or say that it is meant: "close", "get out", "exit here". */
function isWhole({ terms, verb, opens }: Said): boolean {
  const first = terms.find((t) => t.at > opens && t.kind !== 'mark');
  return (
    verb !== undefined &&
    (verb === first ||
      verb.text.includes(' ') ||
      isWithoutSpaces(verb.text) ||
      terms.some((t) => t.role === 'market' || t.role === 'some' || isAmount(t)))
  );
}

/** Between quotation marks stands what others say. */
function isQuoted({ terms, from }: Said): boolean {
  return terms.filter((t) => t.text === '"' && t.at < from).length % 2 === 1;
}

const isTraded = (t: Term): boolean => OBJECTS.has(t.role);
const isAmount = (t: Term): boolean => AMOUNTS.has(t.role) || t.kind === 'number';
const isObject = (t: Term): boolean => isTraded(t) || isAmount(t);

/** A word that only joins others. */
const isPlain = ({ coins }: Said, t: Term): boolean =>
  t.kind === 'word' && t.role === 'filler' && t.sense === undefined && !coins.has(t);

/** A word of trading. */
const isTrade = (t: Term): boolean =>
  t.role !== undefined && t.role !== 'filler' && t.role !== 'noise' && t.role !== 'skip';

/** "Closed manually". */
const isByHand = ({ role, text }: Term): boolean => role === 'no' && text !== 'no';

/** Particles and endings are no words of their own. */
const isLong = (t: Term): boolean =>
  t.kind !== 'word' || isTrade(t) || isName(t) || t.text.length > 2;

/** A word that says nothing of a trade, or nothing the reader knows. */
function isUnknown(said: Said, t: Term): boolean {
  if (t.kind !== 'word' || said.coins.has(t) || said.carriers.includes(t)) return false;
  if (t.text === TRAILING || t.text.startsWith(ARABIC_AND)) return false;
  return !isPlain(said, t) && !isTrade(t) && isLong(t);
}
