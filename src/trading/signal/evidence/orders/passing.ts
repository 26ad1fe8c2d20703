import { announcesTrade } from '../../order/frame/newTrade.ts';
import { isKind } from '../../words/kinds.ts';
import { placeOf } from '../../words/terms/term.ts';
import type { Evidence } from '../evidence.ts';
import type { OrderScene } from './scene.ts';

/**
 * "SL on BTC short to 68200", "ETH long: stop at 3050": of a trade only the stop, in one line with the
 * side and no word for now. That speaks of a trade that is on as well as of a new one.
 */
export const onlyStop: Evidence<OrderScene> = {
  name: 'only_stop',
  weight: 'doubts',
  examples: ['Stop for the SOL long is 138'],
  find: ({ terms, frame: { stops, sides }, order: { entries, targets, marketWord } }) => {
    if (entries.length > 0 || marketWord) return undefined;
    // "SL of BCH long to 362, TP1 to 395".
    const moved = [...stops, ...targets].find((level) =>
      isKind(terms[placeOf(terms, level.term) - 1], 'to'),
    );
    if (moved || targets.length > 0) return moved?.term;
    return stops.find((stop) => sides.some((s) => s.term.line === stop.term.line))?.term;
  },
  say: () => 'a stop for a trade that may be on already',
};

/** "Do buy & hold", and no level at all. */
export const onlyAdvice: Evidence<OrderScene> = {
  name: 'only_advice',
  weight: 'doubts',
  examples: ['#CVC is coming back\nBuy and hold'],
  find: ({ frame: { market }, order: { labelled } }) =>
    labelled === 0 ? market.find((t) => isKind(t, 'buyAndHold')) : undefined,
  say: () => 'it gives no level',
};

/** "ETH 3330 ✅ stop 3302": no side, and the price is marked as reached. */
export const priceReached: Evidence<OrderScene> = {
  name: 'price_reached',
  weight: 'doubts',
  examples: ['eth 3330 ✅ stop 3302'],
  find: ({ terms, frame: { sides }, order: { entries } }) =>
    sides.length > 0
      ? undefined
      : entries.find(({ term }) => terms[placeOf(terms, term) + 1]?.mark === 'done')?.term,
  say: ({ text }) => `“${text}” is marked as reached`,
};

/** "GMX now: stop 25, TP 31": no side, and "now" may be said of the levels of a trade that is on. */
export const nowOfLevels: Evidence<OrderScene> = {
  name: 'now_of_levels',
  weight: 'doubts',
  examples: ['GMX now: stop 25, tp 31'],
  find: ({ terms, frame: { sides, market, labels }, order: { entries } }) => {
    if (sides.length > 0 || entries.length > 0) return undefined;
    const entered = labels.some((l) => l.role === 'entry');
    const [now, other] = market;
    if (entered || other || !isKind(now, 'nowOfLevel')) return undefined;
    const next = now && terms[placeOf(terms, now) + 1];
    const beside = next?.text === ':' || next?.role === 'stop' || next?.role === 'target';
    // "SL is at 590 now."
    const behind = labels.some(({ term }) => term.clause === now?.clause && term.at < now.at);
    return beside || behind ? now : undefined;
  },
  say: () => 'it may give new levels of a trade that is on',
};

/** "Buy Signal, Price: 66,230 (RSI 28)": an indicator's alert gives a price, and neither stop nor target. */
export const alertPrice: Evidence<OrderScene> = {
  name: 'alert_price',
  weight: 'doubts',
  about: 'entry',
  examples: ['BTC 1h: Buy Signal ✅ Price: 66,230 (RSI 28)'],
  find: ({ terms, frame, order: { entries, structured } }) => {
    if (structured || entries.length === 0 || announcesTrade(terms)) return undefined;
    // "Strong Buy @ 60210 | RSI 71".
    const indicated = terms.find((t) => isKind(t, 'indicator'));
    if (indicated) return indicated;
    const labels = frame.labels.filter((l) => l.role === 'entry');
    const alerts = labels.every(({ term }) => isKind(term, 'priceLabel'));
    return alerts ? labels[0]?.term : undefined;
  },
  say: () => 'a price beside a side, as alerts show it',
};

/** "Sell SOL 140": out of a long, or into a short. */
export const onlySell: Evidence<OrderScene> = {
  name: 'only_sell',
  weight: 'doubts',
  examples: ['Sell BTC at 65k'],
  find: ({ frame: { sides }, order: { structured, symbol } }) =>
    !structured &&
    sides.every((s) => s.term.role === 'sell') &&
    symbol.kind === 'found' &&
    symbol.ticker.form !== 'pair'
      ? sides[0]?.term
      : undefined,
  say: () => '“sell” may close a long or open a short',
};

export const twoSides: Evidence<OrderScene> = {
  name: 'two_sides',
  weight: 'ends',
  examples: ['Buy VIP now! Lifetime only $99. Long and short signals, 95% accuracy'],
  find: ({ frame, order: { sides, labelled } }) =>
    sides.length > 1 && labelled === 0 ? frame.sides[0]?.term : undefined,
  say: () => 'a side without a price, and no word for now',
};
