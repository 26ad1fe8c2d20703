import { Decimal } from 'decimal.js';
import { askedOf } from '../../../src/trading/secondReader/asked.ts';
import { check } from '../../../src/trading/secondReader/check.ts';
import type { Signal } from '../../../src/trading/signal/reading.ts';
import { seededRandom } from '../../support/runs/seededRandom.ts';
import { type MadeMessage, makeAnswer, makeMessage, type Truth } from './adversary.ts';

/** What came of answers that lie: how many passed, and how many were refused for what. */
export type AdversaryRun = {
  asked: number;
  passed: number;
  refused: Readonly<Record<string, number>>;
  /** Of the answers that are right word for word: how many passed. */
  right: { asked: number; passed: number };
  /** What passed and is not what the message says. */
  wrong: readonly string[];
};

export function runAdversary(seed: number, messages: number, answers: number): AdversaryRun {
  const random = seededRandom(seed);
  const refused: Record<string, number> = {};
  const wrong: string[] = [];
  const right = { asked: 0, passed: 0 };
  let passed = 0;
  for (let m = 0; m < messages; m++) {
    const message = makeMessage(random);
    const asked = askedOf({ text: message.text }, {});
    if (!asked) throw new Error(`not asked about: ${message.text}`);
    right.asked += 1;
    const honest = check(asked, message.right);
    if ('signal' in honest) right.passed += 1;
    if ('signal' in honest && !isTrue(honest.signal, message.truth))
      wrong.push(told(message, message.right, honest.signal));
    for (let a = 0; a < answers; a++) {
      const answer = makeAnswer(message, random);
      const checked = check(asked, answer);
      if ('refused' in checked) {
        refused[checked.refused] = (refused[checked.refused] ?? 0) + 1;
        continue;
      }
      passed += 1;
      if (!isTrue(checked.signal, message.truth)) wrong.push(told(message, answer, checked.signal));
    }
  }
  return { asked: messages * answers, passed, refused, right, wrong };
}

/** The signal says what the message says: coin, side, and every number in its role, none left out. */
function isTrue(signal: Signal, truth: Truth): boolean {
  const prices = (values: readonly string[]): string =>
    values
      .map((value) => new Decimal(value.replaceAll(',', '')).toFixed())
      .sort()
      .join(' ');
  const { stop, targets } = signal;
  return (
    signal.symbol === truth.coin &&
    signal.side === truth.side &&
    prices(signal.entry.prices) === prices(truth.entries) &&
    prices(stop && 'price' in stop ? [stop.price] : []) ===
      prices(truth.stop === null ? [] : [truth.stop]) &&
    targets.every((target) => 'price' in target) &&
    prices(targets.flatMap((target) => ('price' in target ? [target.price] : []))) ===
      prices(truth.targets) &&
    (signal.leverage === null ? null : `${signal.leverage}x`) === truth.leverage
  );
}

function told({ text, truth }: MadeMessage, answer: unknown, signal: Signal): string {
  const { provenance: _, ...said } = signal;
  return [text, JSON.stringify(truth), JSON.stringify(answer), JSON.stringify(said)].join('\n');
}
