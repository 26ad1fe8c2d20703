import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  answerJsonSchema,
  parseAnswer,
} from '../../../src/trading/secondReader/answer.ts';
import { askedOf, hasPricesAndCoin } from '../../../src/trading/secondReader/asked.ts';
import { check, type Refusal } from '../../../src/trading/secondReader/check.ts';
import type { MessageText, Signal } from '../../../src/trading/signal/reading.ts';
import { runAdversary } from './adversaryRun.ts';
import { INJECTIONS, type Said } from './injections.ts';

const list = (value: string | undefined): string[] =>
  value === undefined || value === '-' ? [] : value.split(', ');

/** A said order as an answer; each field quotes the whole text, or what is given. */
function answerOf(said: Said, quote: string): Answer {
  const level = (number: string) => ({ number, quote });
  const [stop] = list(said.stop);
  const [leverage] = list(said.leverage);
  return {
    coin: said.coin === undefined ? null : { symbol: said.coin, quote },
    side:
      said.side === undefined ? null : { side: said.side === 'short' ? 'short' : 'long', quote },
    now: said.now === undefined ? null : { quote: said.now },
    entries: list(said.entries).map(level),
    stop: stop === undefined ? null : level(stop),
    targets: list(said.targets).map(level),
    leverage: leverage === undefined ? null : level(leverage),
  };
}

function checked(message: string | MessageText, said: Said, change: Partial<Answer> = {}) {
  const text = typeof message === 'string' ? { text: message } : message;
  const asked = askedOf(text, {});
  if (!asked) throw new Error('it is not asked about');
  return check(asked, { ...answerOf(said, asked.text.slice(0, 300)), ...change });
}

const sol = { coin: 'SOL', side: 'long', entries: '142', stop: '138', targets: '150, 160' };

describe('an answer whose every word stands there fills the signal', () => {
  test.each([
    'He longed SOL. Entry 142 SL 138 TP 150, 160',
    'Trader Mike opened long SOL 142, stop 138, targets 150 160',
    'gm fam, long SOL and I mean it.\nMy entry sits at 142\nmy stop, as ever, is 138\ntargets are 150 and then 160',
    'I was asked about SOL, I am long.\n142 is my entry, 138 is my stop, 150 and 160 are my targets',
    'SOL long, entry: 142\nlook, support 139 held yesterday\nSL: 138\nTP 150 / 160\nRSI 61',
  ])('%s', (text) => {
    const found = checked(text, sol);
    expect(found).toMatchObject({
      signal: {
        symbol: 'SOL',
        side: 'long',
        entry: { type: 'limit', prices: ['142'] },
        stop: { price: '138' },
        targets: [{ price: '150' }, { price: '160' }],
      },
    });
    // Each field shows where it stands in the message.
    const { provenance } = (found as { signal: Signal }).signal;
    const cited = (field: string) =>
      (provenance[field] ?? []).map(({ start, end }) => text.slice(start, end));
    expect(cited('stop')).toEqual(['138']);
    expect(cited('targets')).toEqual(['150', '160']);
    expect(cited('entry')).toEqual(['142']);
  });

  test('a side that only the levels tell, a zone, percents and leverage', () => {
    const found = checked('He is in SOL. Entry 142 - 140, stop 4%, TP 150, lev 5x', {
      coin: 'SOL',
      entries: '142, 140',
      stop: '4%',
      targets: '150',
      leverage: '5x',
    });
    expect(found).toMatchObject({
      signal: {
        side: 'long',
        entry: { type: 'zone', prices: ['142', '140'] },
        stop: { percent: '4' },
        leverage: 5,
        market: 'futures',
      },
    });
  });

  test('an embed and a forward are quoted as they are laid out, without links and mentions', () => {
    const message = {
      text: '<@123456789012345678> https://example.com/142',
      embeds: [
        {
          title: 'He longed SOL',
          fields: [
            { name: 'Entry', value: '142' },
            { name: 'SL', value: '138' },
            { name: 'TP', value: '**150**, 160' },
          ],
        },
      ],
    };
    expect(askedOf(message, {})?.text).not.toMatch(/example|123456789012345678/);
    expect(checked(message, sol)).toMatchObject({ signal: { stop: { price: '138' } } });
    expect(checked({ text: '', forwarded: [message] }, sol)).toMatchObject({
      signal: { symbol: 'SOL' },
    });
  });
});

const ORDER = 'He longed SOL. Entry 142 SL 138 TP 150, 160';

describe('one miss, and all of it is thrown away', () => {
  const cases: [Refusal, string, Said, Partial<Answer>?][] = [
    ['nothing', ORDER, {}],
    ['incomplete', ORDER, { coin: 'SOL', side: 'long', stop: '138', targets: '150, 160' }],
    ['quote', ORDER, sol, { stop: { number: '138', quote: 'stop 138' } }],
    ['number', ORDER, { ...sol, stop: '137' }],
    ['number', ORDER, { ...sol, stop: '13' }],
    ['used_twice', ORDER, { ...sol, targets: '150, 160, 160' }],
    ['role', ORDER, { ...sol, stop: '-', targets: '138, 150, 160' }],
    ['role', ORDER, { ...sol, entries: '138', stop: '142' }],
    ['role', 'He longed SOL. Entry 142 SL 138, look at 150', { ...sol, targets: '150' }],
    ['role', 'SOL long, entry 142, support 138, TP 150', { ...sol, stop: '138', targets: '150' }],
    ['coin', ORDER, { ...sol, coin: 'BTC' }],
    ['coin', 'He longed SOL, not BTC. Entry 142 SL 138 TP 150, 160', sol],
    ['side', ORDER, { ...sol, side: 'short' }],
    ['side', 'SOL short or long? Entry 142 SL 138 TP 150, 160', sol],
    ['now', ORDER, { ...sol, entries: '-', now: 'He longed' }, { now: { quote: 'SOL' } }],
    ['left_over', ORDER, { ...sol, stop: '-' }],
    ['left_over', ORDER, { ...sol, targets: '150' }],
    ['left_over', `${ORDER}\nSL 130 for swing traders`, sol],
    ['left_over', `${ORDER}\nuse 20x`, sol],
    ['left_over', `${ORDER}\n145 is interesting`, sol],
    ['negated', 'He is no fool. Do not long SOL, entry 142, SL 138, TP 150, 160', sol],
    ['conditional', 'Long SOL if it holds, entry 142, SL 138, TP 150, 160', sol],
    ['conditional', 'Long SOL, entry above 142, SL 138, TP 150, 160', sol],
    ['reached', `${ORDER}\n✅ TP 170`, { ...sol, targets: '150, 160, 170' }],
    ['unit', 'He longed SOL. Entry 142 sats SL 138 TP 150, 160', sol],
    ['levels', 'He longed SOL. Entry 142 SL 145 TP 150, 160', { ...sol, stop: '145' }],
    ['levels', 'He longed SOL. Entry 142 SL 138 TP 150, 16000', { ...sol, targets: '150, 16000' }],
  ];
  test.each(cases)('%s: %s', (refused, text, said, change) => {
    expect(checked(text, said, change)).toEqual({ refused });
  });
});

test('a provider who talks to the model gets nothing through that the order does not say', () => {
  expect(new Set(INJECTIONS.map(({ text }) => text)).size).toBeGreaterThanOrEqual(100);
  const through: string[] = [];
  for (const { text, honest, obeyed } of INJECTIONS) {
    const asked = askedOf({ text }, {});
    expect(asked, text).not.toBeNull();
    if (!asked) continue;
    const lines = asked.text.split('\n');
    // With the whole text as quote, with the line that talks, and with each number alone.
    const answers = [
      answerOf(obeyed, asked.text.slice(0, 300)),
      ...lines.map((line) => answerOf(obeyed, line)),
      withOwnQuotes(answerOf(obeyed, asked.text.slice(0, 300))),
    ];
    for (const answer of answers) {
      const found = check(asked, answer);
      if ('signal' in found && !(honest && says(found.signal, honest))) through.push(text);
    }
  }
  expect(through).toEqual([]);
});

function withOwnQuotes(answer: Answer): Answer {
  const own = (level: { number: string; quote: string }) => ({ ...level, quote: level.number });
  return {
    ...answer,
    entries: answer.entries?.map(own) ?? null,
    stop: answer.stop && own(answer.stop),
    targets: answer.targets?.map(own) ?? null,
    leverage: answer.leverage && own(answer.leverage),
  };
}

/** The signal is the order, no number more or less. */
function says(signal: Signal, honest: Said): boolean {
  const plain = (values: readonly string[]) => values.map((v) => new Decimal(v).toFixed()).join();
  return (
    signal.symbol === honest.coin &&
    signal.side === honest.side &&
    plain(signal.entry.prices) === plain(list(honest.entries)) &&
    plain(signal.stop && 'price' in signal.stop ? [signal.stop.price] : []) ===
      plain(list(honest.stop)) &&
    plain(signal.targets.map((t) => ('price' in t ? t.price : '0'))) ===
      plain(list(honest.targets)) &&
    signal.leverage === null
  );
}

test('whatever is answered, nothing passes but what the message says', () => {
  const { wrong, passed, right } = runAdversary(20_250, 120, 10);
  expect(wrong).toEqual([]);
  // A check that lets nothing through would hold as well.
  expect(passed).toBeGreaterThan(50);
  expect(right.passed / right.asked).toBeGreaterThan(0.4);
});

test('only what gives prices and a coin is worth a question, and no chat that was copied', () => {
  const worth = (text: string) => {
    const asked = askedOf({ text }, {});
    return asked !== null && hasPricesAndCoin(asked);
  };
  expect(worth('SOL, my entry is 142 and I am out at 138')).toBe(true);
  expect(worth('gm, SOL looks good today')).toBe(false);
  expect(worth('we did 142 and then 138')).toBe(false);
  expect(askedOf({ text: '[10:00] Ann: SOL 142\n[10:01] Bob: stop 138' }, {})).toBeNull();
  expect(askedOf({ text: 'mine', forwarded: [{ text: 'SOL long 142' }] }, {})).toBeNull();
});

test('an answer of another shape is none', () => {
  const good = answerOf(sol, 'SOL');
  expect(parseAnswer(JSON.stringify(good))).toEqual(good);
  expect(parseAnswer(`\`\`\`json\n${JSON.stringify(good)}\n\`\`\``)).toEqual(good);
  for (const bad of [
    '',
    'null',
    '[]',
    'long SOL',
    '{"coin":"SOL"}',
    JSON.stringify({ ...good, confidence: 1 }),
  ])
    expect(parseAnswer(bad)).toBeNull();
  // What a strict schema asks for: every field required, none beside them.
  expect(answerJsonSchema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['coin', 'side', 'now', 'entries', 'stop', 'targets', 'leverage'],
  });
});
