import { isKind } from '../../words/kinds.ts';
import { termsByLine } from '../../words/layout/lines.ts';
import { ORDERS } from '../../words/roleGroups.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { type Evidence, quoted } from '../evidence.ts';
import { isWord } from '../roles.ts';
import { TURNS, turning } from './plan.ts';
import type { OrderScene } from './scene.ts';

/** Over or beside all orders of the message: an example, a copy, "Results of …", "Yesterday's calls:". */
export const notReal: Evidence<OrderScene> = {
  name: 'not_real',
  weight: TURNS,
  examples: [
    'Simulated: long IMX 1.44 SL 1.38 TP 1.56',
    "Yesterday's trade: LONG SOL 140, SL 135, TP 150",
  ],
  find: ({ frame: { heading } }) => (heading?.role === 'again' ? undefined : heading),
  say: turning((term) => `${quoted(term)}, of a trade that is not to be made`),
};

/** A line with more words, below the order, is a provider's disclaimer. */
const MOST_WORDS_OF_A_REMARK = 8;

const MOST_WORDS_OF_A_HEADING = 4;

/** "… for educational purposes only, for demo trading …" below the order: it stands under real ones. */
function isInDisclaimer(terms: readonly Term[], term: Term): boolean {
  const words = terms.filter((t) => t.line === term.line && isWord(t)).length;
  return (
    words > MOST_WORDS_OF_A_REMARK && !terms.some((t) => t.line >= term.line && ORDERS.has(t.role))
  );
}

/** So many results in a row are a report. */
const LINES_OF_A_REPORT = 2;

/**
 * "BTC +5%", "ETH stop ❌ -2%", "SOL still open (entry 138, TP 145)": lines that give a coin and what it
 * brought, and no price. What stands beside them without a stop is told with them. The first of them.
 */
export function resultsIn(terms: readonly Term[]): Term | undefined {
  const lines = termsByLine(terms).filter((line) => {
    const coin = line.some((t) => t.ticker !== undefined && t.ticker.form !== 'word');
    const brought = line.some((t) => t.number?.unit === 'percent' && t.number.sign);
    return (
      coin && brought && line.every((t) => t.number?.unit !== null || t.number.digits.length < 2)
    );
  });
  const coins = new Set(lines.map((line) => line.find((t) => t.ticker)?.ticker?.base));
  if (coins.size >= LINES_OF_A_REPORT) return lines[0]?.find((t) => t.ticker);
  // "Longs 3 (SOL +4%, APT +2%)".
  const changed = terms.filter(
    (t, at) => t.ticker && t.ticker.form !== 'word' && isChange(terms[at + 1]),
  );
  const bases = new Set(changed.map((t) => t.ticker?.base));
  return bases.size >= LINES_OF_A_REPORT ? changed[0] : undefined;
}

const isChange = (term: Term | undefined): boolean =>
  term?.number?.unit === 'percent' && term.number.sign !== null;

/**
 * What says, of all orders of a message, that they are not to be made: a word for an example or a
 * trade on paper anywhere, "Results of …" at the head, "Open positions:" over a list.
 */
export function headingOf(terms: readonly Term[], isList: boolean): Term | undefined {
  const first = terms.find(isWord);
  const heading = terms.filter((t) => t.line === first?.line);
  const copied =
    first && isKind(first, 'copyOfMessage') && terms[placeOf(terms, first) + 1]?.kind === 'gap';
  // "Yesterday's calls: …".
  const past =
    first?.role === 'past' && heading.some((t) => t.text === ':' && t.at <= first.at + 3);
  const poll = heading.find((t) => isKind(t, 'pollHeading'));
  const asks = poll && heading.filter(isWord).length <= MOST_WORDS_OF_A_HEADING;
  if (asks || poll === first) return poll;
  if (copied || past || (first && isKind(first, 'resultsFirst'))) return first;
  return (
    terms.find((t) => t.role === 'unreal' && !isInDisclaimer(terms, t)) ??
    (isList ? heading.find((t) => t.role === 'again') : undefined)
  );
}
