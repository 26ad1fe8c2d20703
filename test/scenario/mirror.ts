import type { Act, Header, Scenario, Step } from './scenarioFile.ts';
import { FUTURE, SPOT } from './scenarioRun.ts';

/**
 * A scenario told the other way round: what was bought is sold short, prices lie as far on the other
 * side of 50,000, and it is traded as a future with leverage. The future's ticks are 5 and its
 * contracts a hundredth of a coin, so all of it is done with so much more money that rounding to
 * whole contracts changes little.
 */
export function mirrored(scenario: Scenario): Scenario {
  return {
    ...scenario,
    set: [
      { word: 'settings', rest: `quoteSize=${(1000 * SCALE) / LEVERAGE} leverage=${LEVERAGE}` },
      { word: 'account', rest: String(10_000 * SCALE) },
      { word: 'start', rest: '49500' },
      ...scenario.set.map(mirroredHeader),
      { word: 'futures', rest: 'only' },
    ],
    steps: scenario.steps.map((step): Step => ({ ...step, act: mirroredAct(step.act) })),
  };
}

/** So much that contracts can be shared out, and what the simulated venue has at one price still suffices. */
const SCALE = 100;
const LEVERAGE = 2;
const CONTRACT = 0.01;

function mirroredHeader({ word, rest }: Header): Header {
  if (word === 'start') return { word, rest: mirroredText(rest) };
  if (word === 'usd') return { word, rest: String((Number(rest) * SCALE) / LEVERAGE) };
  return { word, rest };
}

function mirroredAct(act: Act): Act {
  if ('text' in act) return { ...act, text: mirroredText(act.text) };
  if ('price' in act) return { ...act, price: mirroredText(act.price) };
  return 'words' in act ? { ...act, words: mirroredText(act.words) } : act;
}

const OPPOSITES: Readonly<Record<string, string>> = {
  long: 'short',
  LONG: 'SHORT',
  'buy above': 'sell below',
  buy: 'sell',
  bought: 'sold',
  'buying back': 'selling',
};
const BOTH_WAYS = new Map(
  Object.entries(OPPOSITES).flatMap(([a, b]): [string, string][] => [
    [a, b],
    [b, a],
  ]),
);

/** Words and prices of a text for those of the other direction; the same again gives it back. */
function mirroredText(text: string): string {
  const words = new RegExp(`\\b(${[...BOTH_WAYS.keys()].join('|')})\\b`, 'g');
  return text
    .replace(words, (word) => BOTH_WAYS.get(word) ?? word)
    .replace(/\d+(\.\d+)?/g, (number) => (isPrice(number) ? reflected(number) : number));
}

const isPrice = (number: string) => Number(number) > 40_000 && Number(number) < 60_000;
const reflected = (price: string) => String(Math.round((100_000 - Number(price)) * 100) / 100);

/**
 * What was told of a mirrored scenario as it would be told of the first, to be compared with
 * `roughly`: sizes in coins, amounts and sizes for the first one's money.
 */
export function mirroredBack(line: string): string {
  const plain = mirroredText(line.replaceAll(FUTURE, SPOT));
  return numbersOf(plain).reduceRight((text, { kind, value, from, to }) => {
    if (kind !== 'size' && kind !== 'money' && kind !== 'afterFees') return text;
    const smaller = kind === 'size' ? (value * CONTRACT) / SCALE : value / SCALE;
    return text.slice(0, from) + smaller.toFixed(8) + text.slice(to);
  }, plain);
}

/** How far percents of other prices, and whole contracts, may take a number from the first one's. */
const NEAR = {
  price: (a: number, b: number) => Math.abs(a - b) <= 300,
  size: (a: number, b: number) => Math.abs(a - b) <= 0.07 * a,
  money: (a: number, b: number) => Math.abs(a - b) <= Math.max(4, 0.08 * Math.abs(a)),
  /** Futures have fees of their own. */
  afterFees: (a: number, b: number) => Math.abs(a - b) <= Math.max(10, 0.2 * Math.abs(a)),
  r: (a: number, b: number) => Math.abs(a - b) <= 0.2,
  exact: (a: number, b: number) => a === b,
};

/** Whether two lines say the same of numbers that are about the same. */
export function roughly(expected: string, told: string): boolean {
  const wanted = numbersOf(expected);
  const found = numbersOf(told);
  if (wordsOf(expected) !== wordsOf(told) || wanted.length !== found.length) return false;
  // Refusals reckon with sums of their own, which need not scale.
  if (expected.startsWith('not taken')) return true;
  return wanted.every(({ kind, value }, i) => NEAR[kind](value, found[i]?.value ?? Number.NaN));
}

const NUMBER = /-?\d+(\.\d+)?/g;
const wordsOf = (line: string) => line.replace(NUMBER, '#');

type Found = { kind: keyof typeof NEAR; value: number; from: number; to: number };

function numbersOf(line: string): Found[] {
  return [...line.matchAll(NUMBER)].map((match) => {
    const from = match.index;
    const to = from + match[0].length;
    return {
      kind: kindOf(line.slice(0, from), match[0], line.slice(to)),
      value: Number(match[0]),
      from,
      to,
    };
  });
}

function kindOf(before: string, number: string, after: string): Found['kind'] {
  if (isPrice(number)) return 'price';
  if (/(buy|sell|bought|sold|selling|buying back|opened:|had: \w+,) $/.test(before)) return 'size';
  if (/^ open\b/.test(after)) return 'size';
  if (/(fees|net|closed,) $/.test(before) || /^ at risk/.test(after)) return 'afterFees';
  if (/gross $/.test(before) || /^ USD/.test(after)) return 'money';
  return /^ R$/.test(after) ? 'r' : 'exact';
}
