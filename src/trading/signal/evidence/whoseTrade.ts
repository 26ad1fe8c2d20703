import type { Frame } from '../order/frame.ts';
import { isFilledAmount } from '../order/newTrade.ts';
import type { Role } from '../vocabulary/roles.ts';
import { isYear } from '../words/dates.ts';
import { placeOf, type Term } from '../words/terms.ts';

const isWord = (term: Term | undefined): term is Term => term?.kind === 'word';

/** Words that may stand between a subject and its verb, or between a verb and its side. */
const BETWEEN: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['filler', 'at', 'open']);
const isBetween = ({ role, text }: Term): boolean => BETWEEN.has(role) || text === 'in';
/** More words than this between a person and the side tell of something else. */
const MOST_WORDS_BETWEEN = 4;

/** "RT @name: …": somebody else's message. */
const COPIES: ReadonlySet<string> = new Set(['rt', 'retweet', 'retweeted', 'qt']);

const COPULAS: ReadonlySet<string> = new Set(['is', 'are', 'has', 'have', 'went', 'goes']);

/** Whom a message greets is spoken to, and not told of: "Dear members SOL long". */
const GREETINGS: ReadonlySet<string> = new Set(
  'dear hi hello hey gm attention liebe hallo hola queridos estimados olá caros bonjour chers привет дорогие уважаемые merhaba sevgili halo chào các 各位'.split(
    ' ',
  ),
);

/**
 * The person that stands before the side (or the entry) with nothing but words and numbers between
 * them, wherever the verb may stand: "Analistimiz SOL 150 long açtı", "クジラがBTCを64000で買った".
 */
function actorBefore(terms: readonly Term[], order: Term): Term | undefined {
  for (let at = placeOf(terms, order) - 1; terms[at]?.clause === order.clause; at--) {
    const term = terms[at];
    if (term?.kind === 'mark' || term?.kind === 'gap') return undefined;
    if (term?.role === 'someone')
      return GREETINGS.has(terms[at - 1]?.text ?? '') ? undefined : term;
    if (term && isNamed(terms, at)) return term;
  }
  return undefined;
}

/** Particles that make the word before them the subject. */
const SUBJECT_PARTICLES: ReadonlySet<string> = new Set(['が', '가', '이']);
const ACTS: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['buy', 'sell', 'entered']);
const ENGLISH_VERB = /(?:ing|ed)(?: |$)/u;
const AUXILIARIES: ReadonlySet<string> = new Set(['hat', 'haben', 'ont']);

/** A name that begins the clause and does what the order says: "Peter hat … gekauft", "Budi beli", "田中さんが". */
function isNamed(terms: readonly Term[], at: number): boolean {
  const [before, name, verb] = [terms[at - 1], terms[at], terms[at + 1]];
  const opens = before === undefined || before.clause !== name?.clause || before.kind === 'break';
  const unknown = isWord(name) && !name.role && (!name.ticker || name.ticker.form === 'word');
  // "Placed a short limit", "consider selling": the provider's own, without a subject.
  if (!opens || !unknown || !verb || ENGLISH_VERB.test(`${name.text} ${verb.text}`)) return false;
  return ACTS.has(verb.role) || AUXILIARIES.has(verb.text) || SUBJECT_PARTICLES.has(verb.text);
}

/** "En mayo abrí long SOL en 150": the day or the month in which it was done leads to the order. */
export function dayBefore({ terms, entries }: Frame, sideTerms: readonly Term[]): Term | undefined {
  const order = sideTerms[0] ?? entries[0]?.term;
  if (!order) return undefined;
  for (let at = placeOf(terms, order) - 1; terms[at]?.clause === order.clause; at--) {
    const term = terms[at];
    if (term?.kind === 'mark' || term?.kind === 'gap') return undefined;
    if (term?.role === 'date' || isYear(terms, at)) return term;
  }
  return undefined;
}

/** A message that names its side more often is no order that anybody tells of. */
const MOST_ACTS = 8;

/**
 * Whose trade it is, when a subject other than the author stands before the side or its verb in
 * their clause: "Trader Mike opened a short", "he shorted", "@name is long", "Mike longed ETH".
 */
export function someoneElse(
  frame: Frame,
  symbol: Term | null,
  sideTerms: readonly Term[],
): Term | undefined {
  const entered = frame.market.filter((t) => t.role === 'entered');
  const acts = sideTerms.length > 0 ? sideTerms : entered;
  const order = acts[0] ?? frame.entries[0]?.term;
  const actor = order && actorBefore(frame.terms, order);
  if (actor) return actor;
  for (const side of acts.slice(0, MOST_ACTS)) {
    const clause = frame.terms.filter((t) => t.clause === side.clause && t.start <= side.start);
    const verb = clause.find(
      (t) => t.role === 'entered' || COPULAS.has(t.text) || (t.role === 'open' && t !== clause[0]),
    );
    const before = clause.filter((t) => t.start < (verb ?? side).start);
    const person = before.findLast((t) => t.role === 'someone');
    const labelled = person && frame.terms[placeOf(frame.terms, person) + 1]?.text === ':';
    const next = person ? before.slice(before.indexOf(person) + 1).filter(isWord) : [];
    const leadsTo =
      next.length <= MOST_WORDS_BETWEEN &&
      next.every((t) => isBetween(t) || (!t.role && (!t.ticker || t.ticker.form === 'word')));
    if (person && !labelled && (verb || leadsTo)) return person;
    // "Anna's long".
    const owner = before.findLast((t) => isWord(t) && !t.role && t.text.endsWith("'s"));
    if (owner && owner !== symbol) return owner;
    const subject = before.findLast((t) => t.kind !== 'mark' && t.role !== 'filler');
    if (subject?.kind === 'gap' && verb && COPULAS.has(verb.text))
      return { ...subject, text: 'a mention' };
    const isName =
      subject !== undefined &&
      isWord(subject) &&
      !subject.role &&
      subject !== symbol &&
      subject.ticker?.form === 'word' &&
      !subject.text.endsWith('ly');
    if (isName && verb) return subject;
  }
  return undefined;
}

/**
 * What says that the trade is on already: "Holding BTC short", "still in the SOL long" beside the side,
 * "Still valid:" or "Repost" in its clause, in a heading or in a line of its own.
 */
export function saysOn(
  frame: Frame,
  symbol: Term | null,
  sideTerms: readonly Term[],
): Term | undefined {
  const { terms } = frame;
  const beside = (term: Term, step: 1 | -1): Term | undefined => {
    for (let at = placeOf(terms, term) + step; terms[at]?.clause === term.clause; at += step) {
      const other = terms[at];
      if (isWord(other) && !isBetween(other) && other.role !== 'again') return other;
      if (other?.kind === 'number' || other?.text === ':') return undefined;
    }
    return undefined;
  };
  const isSubject = (term: Term | undefined): boolean =>
    term !== undefined && (term === symbol || sideTerms.includes(term));
  const held = terms.find((term) => {
    if (term.role !== 'hold') return false;
    const next = beside(term, 1);
    const before = beside(term, -1);
    return (isSubject(next) && before?.role !== 'and') || (before && sideTerms.includes(before));
  });
  if (held) return held;
  const filled = terms.find(
    (t, at) =>
      t.role === 'filled' &&
      t.depth === 0 &&
      terms[at + 1]?.text !== ':' &&
      !isFilledAmount(terms, at),
  );
  const planned = terms.some(
    (t) =>
      t.clause === filled?.clause && (t.role === 'if' || t.role === 'later' || t.role === 'not'),
  );
  if (filled && !planned) return filled;
  const posted = terms.find((t) => t.text === 'ago' && !hasLevel(terms, t.line));
  if (posted) return posted;
  const safe = terms.find((_, at) => isStopAtEntry(terms, at));
  if (safe) return safe;
  const first = Math.min(...sideTerms.map((t) => t.line), ...frame.labels.map((l) => l.term.line));
  return terms.find((term) => {
    if (term.role !== 'again') return false;
    const words = terms.filter((t) => t.line === term.line && isWord(t));
    const levels = terms.some((t) => t.line === term.line && t.kind === 'number');
    const order = sideTerms.length > 0 ? sideTerms : frame.labels.map((l) => l.term);
    const inOrder = order.some((t) => t.clause === term.clause);
    const heads = term.line < first && words.length <= 8;
    return inOrder || (!levels && (heads || words.length <= 3));
  });
}

function hasLevel(terms: readonly Term[], line: number): boolean {
  return terms.some((t) => t.line === line && (ORDERS.has(t.role) || t.number?.unit === null));
}

/** "SL at entry", said of the trade itself: only one that is on has it there. */
function isStopAtEntry(terms: readonly Term[], at: number): boolean {
  const [stop, place, entry] = [terms[at], terms[at + 1], terms[at + 2]];
  if (stop?.role !== 'stop' || place?.role !== 'at' || stop.depth > 0) return false;
  const isEntry =
    entry?.role === 'breakeven' || (entry?.role === 'entry' && !terms[at + 3]?.number);
  const when = terms.some(
    (t) =>
      t.clause === stop.clause && (t.role === 'if' || t.role === 'move' || t.role === 'target'),
  );
  return isEntry && !when;
}

const ORDERS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'long',
  'short',
  'buy',
  'sell',
  'entry',
  'stop',
  'target',
]);
/** A line with more words, below the order, is a provider's disclaimer. */
const MOST_WORDS_OF_A_REMARK = 8;

/** "… for educational purposes only, for demo trading …" below the order: it stands under real ones. */
function isInDisclaimer(terms: readonly Term[], term: Term): boolean {
  const words = terms.filter((t) => t.line === term.line && isWord(t)).length;
  return (
    words > MOST_WORDS_OF_A_REMARK && !terms.some((t) => t.line >= term.line && ORDERS.has(t.role))
  );
}

/** First words of a message that tells what calls have come to. */
const TELLS_RESULTS: ReadonlySet<string> = new Set(['results', 'recap', 'performance', 'track']);

/**
 * What says, of all orders of a message, that they are not to be made: a word for an example or a
 * trade on paper anywhere, "Results of …" at the head, "Open positions:" over a list.
 */
export function headingOf(terms: readonly Term[], isList: boolean): Term | undefined {
  const first = terms.find(isWord);
  const heading = terms.filter((t) => t.line === first?.line);
  const copied =
    first && COPIES.has(first.text) && terms[placeOf(terms, first) + 1]?.kind === 'gap';
  // "Yesterday's calls: …".
  const past =
    first?.role === 'past' && heading.some((t) => t.text === ':' && t.at <= first.at + 3);
  if (copied || past || (first && TELLS_RESULTS.has(first.text))) return first;
  return (
    terms.find((t) => t.role === 'unreal' && !isInDisclaimer(terms, t)) ??
    (isList ? heading.find((t) => t.role === 'again') : undefined)
  );
}
