import type { Answer } from '../../../src/trading/secondReader/answer.ts';
import type { Side } from '../../../src/trading/signal/reading.ts';
import type { SeededRandom } from '../../support/runs/seededRandom.ts';

/** What a made-up message really says; numbers as they are written. */
export type Truth = {
  coin: string;
  side: Side;
  entries: readonly string[];
  stop: string | null;
  targets: readonly string[];
  leverage: string | null;
};

export type MadeMessage = { text: string; truth: Truth; right: Answer };

type Level = { number: string; quote: string };

const COINS = ['BTC', 'ETH', 'SOL', 'LINK', 'AVAX', 'DOGE', 'XRP', 'ADA', 'LTC', 'DOT'] as const;
const OTHERS = ['BTC', 'ETH', 'SOL', 'XRP'] as const;
const BASES: Readonly<Record<string, number>> = {
  BTC: 60_000,
  ETH: 3_000,
  SOL: 150,
  LINK: 18,
  AVAX: 36,
  DOGE: 0.16,
  XRP: 0.62,
  ADA: 0.45,
  LTC: 84,
  DOT: 7.2,
};

const ENTRY = ['Entry', 'entry', 'Buy', 'Buying at', 'Limit', 'entries'] as const;
const STOP = ['SL', 'Stop', 'stop loss', 'Stoploss', 'invalidation'] as const;
const TARGET = ['TP', 'Target', 'targets', 'take profit', 'Targets'] as const;

/** Lines that say nothing of the trade, with numbers in them. */
const NOISE = [
  'Support 59.2, resistance 71.4, we will see',
  'RSI 62 on the daily, volume up',
  'gm everybody, day 14 of the challenge',
  'Up 12% this week, what a run',
  'Join the VIP room, 40% off until Friday',
  'posted 2024-05-12 at 14:30',
  'risk 2% of your account, no more',
  'He said it would be fine, she said it would not',
  'Funding 0.01%, open interest 1.2b',
  'My uncle bought a boat for 24000 dollars',
  'the last one made 3R',
] as const;
/** Words that make the first reader doubt whose trade it is. */
const DOUBTS = [
  'Trader Mike opened this one earlier',
  'He told me to post it, so here it is',
  'Thinking about it since yesterday',
  'not sure about the size yet but here we go',
  'My friend and me discussed this for hours, the chart is lovely',
  '',
] as const;

/** A message with an order in it, as providers write them and a little worse, and what it says. */
export function makeMessage(random: SeededRandom): MadeMessage {
  const pick = <T>(items: readonly T[]): T => random.pick(items) as T;
  const coin = pick(COINS);
  const side: Side = random.chance(0.6) ? 'long' : 'short';
  const price = (BASES[coin] ?? 1) * (0.9 + random.next() * 0.2);
  const away = side === 'long' ? 1 : -1;
  const at = (percent: number) => written(price * (1 + (away * percent) / 100), random);
  const entries = random.chance(0.3) ? [at(0), at(-1.2)] : [at(0)];
  const stop = random.chance(0.9) ? at(-4 - random.next() * 3) : null;
  const targets = [3, 6, 9].slice(0, random.between(stop === null ? 1 : 0, 4)).map(at);
  const leverage = random.chance(0.3) ? `${random.between(2, 20)}x` : null;
  const labels = { entry: pick(ENTRY), stop: pick(STOP), target: pick(TARGET) };
  const head = pick([
    `${side} ${coin}`,
    `#${coin}/USDT ${side.toUpperCase()}`,
    `${coin} ${side}`,
    `${side} on $${coin} here`,
  ]);
  const zone = random.chance(0.5) ? ' - ' : ', ';
  const parts = [
    `${labels.entry}${pick([' ', ': '])}${entries.join(zone)}`,
    ...(stop === null ? [] : [`${labels.stop}${pick([' ', ': '])}${stop}`]),
    ...(targets.length === 0
      ? []
      : [`${labels.target}${pick([' ', ': '])}${targets.join(pick([', ', ' / ', ' ']))}`]),
    ...(leverage === null ? [] : [`leverage ${leverage}`]),
  ];
  const ordered = random.chance(0.3) ? [...parts].reverse() : parts;
  const order = random.chance(0.5)
    ? [head, ...ordered].join('\n')
    : `${head}. ${ordered.join(pick(['. ', ', ', ' | ']))}`;
  const other = random.chance(0.3)
    ? [`${pick(OTHERS)} looks ${pick(['weak', 'strong', 'heavy'])} at ${at(1)}`]
    : [];
  const noise = Array.from({ length: random.between(0, 3) }, () => pick<string>(NOISE));
  const around = [pick<string>(DOUBTS), ...noise, ...other].filter((line) => line !== '');
  const cutAt = random.between(0, around.length + 1);
  const text = [...around.slice(0, cutAt), order, ...around.slice(cutAt)].join('\n');
  const quoted = (number: string, label: string): Level => ({
    number,
    quote: quoteOf(order, label, number),
  });
  const truth: Truth = { coin, side, entries, stop, targets, leverage };
  return {
    text,
    truth,
    right: {
      coin: { symbol: coin, quote: head },
      side: { side, quote: head },
      now: null,
      entries: entries.map((number) => quoted(number, labels.entry)),
      stop: stop === null ? null : quoted(stop, labels.stop),
      targets: targets.length === 0 ? null : targets.map((number) => quoted(number, labels.target)),
      leverage: leverage === null ? null : quoted(leverage, 'leverage'),
    },
  };
}

/** From a label to a number behind it. */
function quoteOf(text: string, label: string, number: string): string {
  const from = text.indexOf(label);
  const to = text.indexOf(number, from);
  return from < 0 || to < 0 ? number : text.slice(from, to + number.length);
}

function written(price: number, random: SeededRandom): string {
  const decimals = price >= 1_000 ? 0 : price >= 10 ? 2 : 4;
  const plain = price.toFixed(decimals);
  if (price < 1_000 || !random.chance(0.3)) return plain;
  return plain.replace(/\B(?=(\d{3})+$)/gu, ',');
}

/** What a model that lies, errs or was talked to may answer: the right answer with something done to it, or chance. */
export function makeAnswer(message: MadeMessage, random: SeededRandom): Answer {
  if (random.chance(0.25)) return anything(message, random);
  let answer = structuredClone(message.right);
  for (let times = random.between(0, 4); times > 0; times--)
    answer = (random.pick(LIES) as Lie)(answer, message, random);
  return answer;
}

type Lie = (answer: Answer, message: MadeMessage, random: SeededRandom) => Answer;

const numbersOf = (text: string): string[] => text.match(/\d[\d.,]*\d|\d/gu) ?? [];
const coinsOf = (text: string): string[] => text.match(/\b[A-Z]{3,5}\b/gu) ?? [];

function someLevel({ text }: MadeMessage, random: SeededRandom): Level {
  const number = random.pick(numbersOf(text)) ?? '1';
  const at = text.indexOf(number);
  const from = Math.max(0, at - random.between(0, 30));
  return { number, quote: text.slice(from, at + number.length + random.between(0, 20)) };
}

const changed = (level: Level, number: string): Level => ({
  number,
  quote: level.quote.replace(level.number, number),
});

const LIES: readonly Lie[] = [
  // A number that is not there, with an honest quote, and with one to match.
  (answer) => ({ ...answer, stop: answer.stop && { ...answer.stop, number: '0' } }),
  (answer) => ({ ...answer, stop: answer.stop && changed(answer.stop, `${answer.stop.number}0`) }),
  (answer, { truth }) => ({
    ...answer,
    targets: [
      ...(answer.targets ?? []),
      { number: truth.entries[0]?.replace(/\d/u, '9') ?? '9', quote: 'TP' },
    ],
  }),
  // Part of a number.
  (answer) => ({
    ...answer,
    entries: (answer.entries ?? []).map((l) => ({ ...l, number: l.number.slice(0, -1) || '1' })),
  }),
  (answer) => ({
    ...answer,
    stop: answer.stop && {
      number: answer.stop.number.slice(1) || '1',
      quote: answer.stop.number.slice(1) || '1',
    },
  }),
  // Swapped.
  (answer) => ({
    ...answer,
    stop: answer.targets?.[0] ?? null,
    targets: answer.stop ? [answer.stop] : null,
  }),
  (answer) => ({
    ...answer,
    stop: answer.entries?.[0] ?? null,
    entries: answer.stop ? [answer.stop] : null,
  }),
  (answer) => ({ ...answer, entries: answer.targets, targets: answer.entries }),
  (answer) => ({
    ...answer,
    targets: [...(answer.targets ?? []), ...(answer.entries ?? []).slice(1)],
    entries: (answer.entries ?? []).slice(0, 1),
  }),
  (answer) => ({
    ...answer,
    entries: [...(answer.entries ?? []), ...(answer.targets ?? []).slice(0, 1)],
    targets: (answer.targets ?? []).slice(1),
  }),
  // Left out.
  (answer) => ({ ...answer, stop: null }),
  (answer) => ({ ...answer, targets: null }),
  (answer) => ({ ...answer, targets: (answer.targets ?? []).slice(0, -1) }),
  (answer) => ({ ...answer, entries: (answer.entries ?? []).slice(1) }),
  (answer) => ({ ...answer, leverage: null }),
  // Twice.
  (answer) => ({ ...answer, targets: [...(answer.targets ?? []), ...(answer.targets ?? [])] }),
  (answer) => ({
    ...answer,
    entries: [...(answer.entries ?? []), ...(answer.stop ? [answer.stop] : [])],
  }),
  // The other side, none, another coin.
  (answer) => ({
    ...answer,
    side: answer.side && { ...answer.side, side: answer.side.side === 'long' ? 'short' : 'long' },
  }),
  (answer) => ({ ...answer, side: null }),
  (answer, { text }, random) => {
    const symbol = random.pick(coinsOf(text)) ?? 'BTC';
    return { ...answer, coin: { symbol, quote: symbol } };
  },
  (answer) => ({ ...answer, coin: { symbol: 'PEPE', quote: answer.coin?.quote ?? 'PEPE' } }),
  // Some other number of the message.
  (answer, message, random) => ({
    ...answer,
    targets: [...(answer.targets ?? []), someLevel(message, random)],
  }),
  (answer, message, random) => ({ ...answer, stop: someLevel(message, random) }),
  (answer, message, random) => ({ ...answer, entries: [someLevel(message, random)] }),
  (answer, message, random) => ({ ...answer, leverage: someLevel(message, random) }),
  // At market.
  (answer) => ({ ...answer, now: { quote: 'now' }, entries: null }),
  (answer) => ({ ...answer, now: answer.coin && { quote: answer.coin.quote } }),
  // Longer quotes than need be, which is honest.
  (answer, { text }) => ({
    ...answer,
    stop: answer.stop && { ...answer.stop, quote: text.slice(0, 300) },
  }),
];

/** Numbers of the message in whatever places. */
function anything(message: MadeMessage, random: SeededRandom): Answer {
  const { text } = message;
  const some = (most: number): Level[] =>
    Array.from({ length: random.between(0, most) }, () => someLevel(message, random));
  const symbol = random.pick(coinsOf(text)) ?? 'BTC';
  const side: Side = random.chance(0.5) ? 'long' : 'short';
  return {
    coin: random.chance(0.9) ? { symbol, quote: symbol } : null,
    side: random.chance(0.6) ? { side, quote: text.slice(0, 200) } : null,
    now: random.chance(0.2) ? { quote: text.slice(0, 100) } : null,
    entries: some(3),
    stop: random.chance(0.8) ? someLevel(message, random) : null,
    targets: some(4),
    leverage: random.chance(0.1) ? someLevel(message, random) : null,
  };
}
