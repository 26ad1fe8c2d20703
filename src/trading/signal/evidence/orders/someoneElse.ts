import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { isBetween, isWord } from '../roles.ts';
import { TURNS, turning } from './plan.ts';
import type { OrderScene } from './scene.ts';

/** "He shorted", "whale opens a long": the trade is somebody else's. */
export const someoneElse: Evidence<OrderScene> = {
  name: 'someone_else',
  weight: TURNS,
  examples: [
    'He shorted AVAX 36.2 with a stop at 37.5, tp 33',
    '有人在150开多SOL,止损144',
    '@northpole opened a new position\nSymbol: LINKUSDT\nSide: LONG\nEntry price: 13.42',
  ],
  find: subjectOf,
  say: turning((term) => `${quoted(term)}, somebody else's trade`),
};

/** A message that names its side more often is no order that anybody tells of. */
const MOST_ACTS = 8;

/**
 * Whose trade it is, when a subject other than the author stands before the side or its verb in
 * their clause: "Trader Mike opened a short", "he shorted", "@name is long", "Mike longed ETH".
 */
function subjectOf({ frame, symbol, sideTerms }: OrderScene): Term | undefined {
  const credited = creditedIn(frame.terms);
  if (credited) return credited;
  const bare = frame.stops.length === 0 && frame.targets.length === 0;
  const copied = bare ? openedByOther(frame.terms) : undefined;
  if (copied) return copied;
  const entered = frame.market.filter((t) => t.role === 'entered');
  const acts = sideTerms.length > 0 ? sideTerms : entered;
  const order = acts[0] ?? frame.entries[0]?.term;
  const actor = order && actorBefore(frame.terms, order);
  if (actor) return actor;
  for (const side of acts.slice(0, MOST_ACTS)) {
    const clause = frame.terms.filter((t) => t.clause === side.clause && t.start <= side.start);
    const verb = clause.find(
      (t) => t.role === 'entered' || isKind(t, 'linking') || (t.role === 'open' && t !== clause[0]),
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
    if (subject?.kind === 'gap' && verb && isKind(verb, 'linking'))
      return { ...subject, text: 'a mention' };
    const isName =
      subject !== undefined &&
      isWord(subject) &&
      !subject.role &&
      subject !== symbol &&
      subject.ticker?.form === 'word' &&
      !isKind(subject, 'adverb');
    if (isName && verb) return subject;
  }
  return undefined;
}

/** "@mike's idea: …", "credit to @max: …": whose the order is, above it or before it in its line. */
function creditedIn(terms: readonly Term[]): Term | undefined {
  const first = terms.find((t) => t.number !== undefined)?.at ?? Infinity;
  const mention = terms.find((t, at) => {
    if (t.kind !== 'gap' || t.at > first) return false;
    const own = terms.slice(at + 1, at + 4).filter((n) => n.line === t.line);
    const idea = own.find((n) => n.kind === 'word' && n.text.length > 1);
    const named = own[0]?.text === "'" && isKind(idea, 'ideaWord');
    return named || isKind(terms[at - 1], 'credits') || isKind(terms[at - 2], 'credits');
  });
  return mention && { ...mention, text: 'a mention' };
}

/** "@trader opened a new position", above a card without stop and targets: what a feed of positions shows. */
function openedByOther(terms: readonly Term[]): Term | undefined {
  const mention = terms.find(
    (t, at) => t.kind === 'gap' && OPENS.has(terms[at + 1]?.role) && terms[at + 1]?.line === t.line,
  );
  return mention && { ...mention, text: 'a mention' };
}

const OPENS: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['entered', 'open']);

/** More words than this between a person and the side tell of something else. */
const MOST_WORDS_BETWEEN = 4;

/**
 * The person that stands before the side (or the entry) with nothing but words and numbers between
 * them, wherever the verb may stand: "Analistimiz SOL 150 long açtı", "クジラがBTCを64000で買った".
 */
function actorBefore(terms: readonly Term[], order: Term): Term | undefined {
  for (let at = placeOf(terms, order) - 1; terms[at]?.clause === order.clause; at--) {
    const term = terms[at];
    if (term?.kind === 'mark' || term?.kind === 'gap') return undefined;
    if (term?.role === 'someone') return isKind(terms[at - 1], 'greeting') ? undefined : term;
    if (term && isNamed(terms, at)) return term;
  }
  return undefined;
}

const ACTS: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['buy', 'sell', 'entered']);
const ENGLISH_VERB = /(?:ing|ed)(?: |$)/u;
/** A name that begins the clause and does what the order says: "Peter hat … gekauft", "Budi beli", "田中さんが". */
function isNamed(terms: readonly Term[], at: number): boolean {
  const [before, name, verb] = [terms[at - 1], terms[at], terms[at + 1]];
  const opens = before === undefined || before.clause !== name?.clause || before.kind === 'break';
  const unknown = isWord(name) && !name.role && (!name.ticker || name.ticker.form === 'word');
  // "Placed a short limit", "consider selling": the provider's own, without a subject.
  if (!opens || !unknown || !verb || ENGLISH_VERB.test(`${name.text} ${verb.text}`)) return false;
  return ACTS.has(verb.role) || isKind(verb, 'auxiliary') || isKind(verb, 'subjectParticle');
}
