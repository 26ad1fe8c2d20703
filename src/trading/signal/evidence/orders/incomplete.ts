import { leavesSide } from '../../instruction/segmentWords.ts';
import type { OrderCandidate } from '../../order/candidate/orderCandidate.ts';
import type { Frame } from '../../order/frame/frame.ts';
import { isKind } from '../../words/kinds.ts';
import { isShortLine } from '../../words/layout/lines.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import type { Evidence } from '../evidence.ts';

/** What an order lacks, so that nothing is ordered; the rest of the message is not even asked about. */
function lacking(
  name: string,
  why: string,
  examples: readonly string[],
  isSo: (order: OrderCandidate) => boolean,
): Evidence<OrderCandidate> {
  return {
    name,
    weight: 'ends',
    examples,
    find: (order) => (isSo(order) ? order.frame.terms[0] : undefined),
    say: () => why,
  };
}

const isSideless = ({ spoken, sides }: OrderCandidate): boolean =>
  spoken === null && sides.length === 0;

export const targetsReached: Evidence<OrderCandidate> = {
  name: 'targets_reached',
  weight: 'ends',
  examples: ['FTM: target done? Almost, 0.879 of 0.88'],
  find: ({ frame }) => frame.reached[0],
  say: () => 'a report of targets reached',
};

export const exitOfSide: Evidence<OrderCandidate> = {
  name: 'exit_of_side',
  weight: 'ends',
  examples: ['Exit longs on SOL when 150 trades'],
  find: ({ frame }) => frame.labels.find((l) => leavesSide(frame.terms, l.term))?.term,
  say: () => 'an exit from a trade that is on',
};

/** "Shorts get squeezed, stops above 62k": without an entry the coin must be named for sure. */
export const noCoinNoEntry = lacking(
  'no_coin_no_entry',
  'no coin and no entry',
  ['pepa long, stop 61k'],
  ({ symbol, entries, marketWord }) =>
    symbol.kind === 'found' && symbol.ticker.form === 'word' && entries.length === 0 && !marketWord,
);

export const noOrder = lacking(
  'no_order',
  'no order in it',
  ['GM everyone, have a great day', 'TP1: 2410'],
  (order) => isSideless(order) && order.labelled < 2,
);

export const noEntryNoSide = lacking(
  'no_entry_no_side',
  'levels without an entry or a side',
  ['TP 162 / SL 144'],
  (order) => isSideless(order) && order.entries.length === 0 && !order.marketWord,
);

/** Prices in running text are no order without a side: "a close above 2,600 would be bullish, target 3,000". */
export const barePrices = lacking(
  'bare_prices',
  'prices without a side or an entry',
  ['ETH weekly close above 2,600 would be very bullish. Target 3,000.'],
  (order) => {
    const { labels, limit, spot, stops } = order.frame;
    const namesEntry =
      labels.some((l) => l.role === 'entry' || l.role === 'average') ||
      limit.length > 0 ||
      spot !== null;
    return isSideless(order) && stops.length === 0 && !namesEntry;
  },
);

/** A coin, a side and numbers in a short line: it may well be an order. */
export const namelessNumbers: Evidence<OrderCandidate> = {
  name: 'nameless_numbers',
  weight: 'doubts',
  about: 'entry',
  examples: ['SHORT 🔻 #APT\n① 9.20 ② 9.45'],
  find: ({ frame, symbol, spoken, labelled, marketWord }) =>
    labelled === 0 &&
    !marketWord &&
    spoken !== null &&
    symbol.kind === 'found' &&
    symbol.ticker.form !== 'word' &&
    isShortLine(frame.terms, symbol.term.line)
      ? frame.strays[0]
      : undefined,
  say: () => 'it has a side and numbers, and nothing says which is the entry',
};

export const noPrice = lacking(
  'no_price',
  'a side without a price, and no word for now',
  ['LONG #SUI'],
  ({ labelled, marketWord }) => labelled === 0 && !marketWord,
);

/** "Buy our VIP now! Members get BTC signals": an order names its coin in its own sentence. */
export const coinElsewhere: Evidence<OrderCandidate> = {
  name: 'coin_elsewhere',
  weight: 'ends',
  examples: ['Buy our VIP for 50 USDT now! Long term members get BTC signals'],
  find: ({ frame, symbol, labelled }) => {
    if (symbol.kind !== 'found' || labelled > 0) return undefined;
    const { term } = symbol;
    const sides = frame.sides.map((s) => s.term);
    const apart =
      sides.some((t) => t.line === term.line) &&
      !sides.some((t) => t.clause === term.clause || t.line !== term.line);
    return apart ? term : undefined;
  },
  say: () => 'the coin stands in another sentence',
};

export const onlyPercent = lacking(
  'only_percent',
  'a percent, as results are told',
  ['SOL long target 10%'],
  ({ targets, labelled, marketWord }) =>
    targets.length > 0 &&
    targets.every((l) => l.kind === 'percent') &&
    labelled === 1 &&
    !marketWord,
);

export const onlyExit = lacking(
  'only_exit',
  'of a trade only the exit, as when it has ended',
  ['{"event":"position_closed","pair":"LINKUSDT","side":"long","exit":14.9}'],
  ({ frame, targets, labelled, marketWord }) => {
    const aims = frame.labels.filter((l) => l.role === 'target');
    const exits = aims.length > 0 && aims.every((l) => isKind(l.term, 'exit'));
    return exits && labelled === 1 && targets.length > 0 && !marketWord;
  },
);

export const howItStands: Evidence<OrderCandidate> = {
  name: 'how_it_stands',
  weight: 'ends',
  examples: ['The LINK short is now risk free'],
  find: ({ frame, labelled }) => {
    if (labelled > 0) return undefined;
    const sells = frame.sides.some((s) => s.term.role === 'sell');
    return statementIn(frame) ?? (sells ? undefined : namedTradeIn(frame));
  },
  say: () => 'it tells how a trade stands',
};

/** "The LINK short is now risk free": "now" behind a verb that tells, or beside what a trade has come to. */
function statementIn(frame: Frame): Term | undefined {
  return frame.market.find((now) => {
    const clause = frame.terms.filter((t) => t.clause === now.clause);
    const told = clause.some((t) => t.start < now.start && isKind(t, 'copula'));
    return told || clause.some((t) => t.role === 'breakeven' || t.role === 'result');
  });
}

/** "We like the JUP long here": an article, or whose it is, before the coin or the side names a trade that is on. */
function namedTradeIn({ terms, sides, tickers }: Frame): Term | undefined {
  const named = [...sides, ...tickers].map((t) => t.term);
  return named.find((t) => isKind(terms[placeOf(terms, t) - 1], 'definite'));
}
