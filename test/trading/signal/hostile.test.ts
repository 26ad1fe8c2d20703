import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageText, Reading, Signal, Span } from '../../../src/trading/signal/reading.ts';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';

/** A signal with every field under its own label, in a form that leaves no doubt. */
const plainSignal = fc
  .record({
    side: fc.constantFrom('LONG', 'SHORT'),
    symbol: fc.constantFrom('BTC', 'ETH', 'SOL', 'LINK', 'DOGE'),
    // In steps of a thousandth of the price, away from the entry on the right side.
    price: fc.integer({ min: 1_000, max: 999_999 }),
    decimals: fc.integer({ min: 1, max: 5 }),
    stop: fc.integer({ min: 5, max: 200 }),
    targets: fc.uniqueArray(fc.integer({ min: 5, max: 400 }), { minLength: 1, maxLength: 5 }),
    leverage: fc.option(fc.integer({ min: 1, max: 50 }), { nil: null }),
  })
  // Bitcoin and ether have a known magnitude, which would be a reading of its own.
  .filter(
    ({ symbol, price, decimals }) =>
      (symbol !== 'BTC' && symbol !== 'ETH') || price / 10 ** decimals >= 6_000,
  );

type Plain = typeof plainSignal extends fc.Arbitrary<infer T> ? T : never;

function priceAt({ price, decimals, side }: Plain, thousandths: number, gain: boolean): string {
  const up = gain === (side === 'LONG');
  const moved = Math.round(price * (1 + (up ? 1 : -1) * (thousandths / 1000)));
  return (moved / 10 ** decimals).toFixed(decimals);
}

function written(plain: Plain): { text: string; entry: string; stop: string; targets: string[] } {
  const entry = (plain.price / 10 ** plain.decimals).toFixed(plain.decimals);
  const stop = priceAt(plain, plain.stop, false);
  const targets = plain.targets.map((t) => priceAt(plain, t, true));
  const lines = [
    `${plain.side} ${plain.symbol}/USDT`,
    `Entry: ${entry}`,
    `Stop: ${stop}`,
    ...targets.map((target, i) => `TP${i + 1}: ${target}`),
    ...(plain.leverage === null ? [] : [`Leverage: ${plain.leverage}x`]),
  ];
  return { text: lines.join('\n'), entry, stop, targets };
}

const signalsIn = (text: string): Signal[] =>
  readMessage({ text }).filter((r): r is Signal => r.kind === 'signal');

/** Distinct prices only: levels that round to the same number contradict each other. */
const distinct = (plain: Plain): boolean => {
  const { entry, stop, targets } = written(plain);
  return new Set([entry, stop, ...targets].map(Number)).size === targets.length + 2;
};

describe('a signal written plainly', () => {
  it('is read as it is written, whatever the numbers', () => {
    fc.assert(
      fc.property(plainSignal.filter(distinct), (plain) => {
        const { text, entry, stop, targets } = written(plain);
        const [signal] = signalsIn(text);
        expect(signal, text).toMatchObject({
          symbol: plain.symbol,
          quote: 'USDT',
          side: plain.side.toLowerCase(),
          leverage: plain.leverage,
        });
        expect(signal?.entry.prices.map(Number), text).toEqual([Number(entry)]);
        expect(
          signal?.stop && 'price' in signal.stop ? Number(signal.stop.price) : null,
          text,
        ).toBe(Number(stop));
        expect(
          signal?.targets.map((t) => ('price' in t ? Number(t.price) : null)),
          text,
        ).toEqual(targets.map(Number));
      }),
    );
  });

  it('with a changed digit gives another field or is refused, and never keeps what no longer stands there', () => {
    fc.assert(
      fc.property(
        plainSignal.filter(distinct),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (plain, where, by) => {
          const { text, entry, stop, targets } = written(plain);
          const from = text.indexOf('\n');
          const places = [...text].flatMap((c, i) =>
            i > from && c >= '0' && c <= '9' && isInPrice(text, i) ? [i] : [],
          );
          const place = places[where % places.length] ?? 0;
          const digit = (Number(text[place]) + by) % 10;
          const changed = text.slice(0, place) + digit + text.slice(place + 1);
          const [signal] = signalsIn(changed);
          if (!signal) return;
          const before = [entry, stop, ...targets].map(Number).join();
          const after = [
            ...signal.entry.prices,
            ...(signal.stop && 'price' in signal.stop ? [signal.stop.price] : []),
            ...signal.targets.map((t) => ('price' in t ? t.price : t.percent)),
          ];
          expect(after.map(Number).join(), changed).not.toBe(before);
          expect(signal.side, changed).toBe(plain.side.toLowerCase());
        },
      ),
    );
  });

  it('without its stop has no stop', () => {
    fc.assert(
      fc.property(plainSignal.filter(distinct), (plain) => {
        const text = written(plain)
          .text.split('\n')
          .filter((line) => !line.startsWith('Stop'))
          .join('\n');
        for (const signal of signalsIn(text)) expect(signal.stop, text).toBeNull();
      }),
    );
  });

  it('with stop and target labels swapped never trades', () => {
    fc.assert(
      fc.property(plainSignal.filter(distinct), (plain) => {
        const { entry, stop, targets } = written(plain);
        const text = `${plain.side} ${plain.symbol}/USDT\nEntry: ${entry}\nStop: ${targets[0]}\nTP: ${stop}`;
        expect(signalsIn(text), text).toEqual([]);
      }),
    );
  });

  it('with its side changed never trades the other way', () => {
    fc.assert(
      fc.property(plainSignal.filter(distinct), (plain) => {
        const other = plain.side === 'LONG' ? 'SHORT' : 'LONG';
        const text = written(plain).text.replace(plain.side, other);
        expect(signalsIn(text), text).toEqual([]);
      }),
    );
  });

  it('put as a question, a plan or a condition is no order', () => {
    fc.assert(
      fc.property(
        plainSignal,
        fc.constantFrom('Should I', 'I will', "Don't", 'Waiting to', 'Maybe I'),
        (plain, doubt) => {
          const entry = (plain.price / 10 ** plain.decimals).toFixed(plain.decimals);
          expect(
            signalsIn(`${doubt} ${plain.side.toLowerCase()} ${plain.symbol} at ${entry}`),
          ).toEqual([]);
        },
      ),
    );
  });

  it('is read the same through zero-width characters and full-width letters', () => {
    fc.assert(
      fc.property(
        plainSignal.filter(distinct),
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.boolean(),
        (plain, places, wide) => {
          const { text } = written(plain);
          let hidden = text;
          for (const place of places) {
            const at = place % hidden.length;
            hidden = `${hidden.slice(0, at)}\u200b${hidden.slice(at)}`;
          }
          const decorated = wide
            ? hidden.replace(/[!-~]/gu, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
            : hidden;
          const bare = (readings: Reading[]): unknown =>
            readings.map(({ provenance: _, ...fields }) => fields);
          expect(bare(readMessage({ text: decorated })), decorated).toEqual(
            bare(readMessage({ text })),
          );
        },
      ),
    );
  });
});

/** The character belongs to a price: not to a target's number and not to the leverage. */
function isInPrice(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return line.includes(':') && !line.startsWith('Leverage');
}

const folder = new URL('./messages/', import.meta.url);
const pieces = readdirSync(folder).flatMap((file) =>
  readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('=>') && line !== '----'),
);

const anyText = fc.oneof(
  fc.string({ maxLength: 400, unit: 'grapheme' }),
  fc.string({ maxLength: 400, unit: 'binary' }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((lines) => lines.join('\n')),
  fc
    .array(
      fc.constantFrom(
        'long',
        'short',
        'BTC',
        '$',
        '#',
        '1',
        '2.5',
        '.',
        ',',
        '-',
        ' ',
        '\n',
        ':',
        '%',
        'x',
        'k',
        'sl',
        'tp',
        'entry',
        '(',
        ')',
        '✅',
        'close',
        'move',
        '做多',
        '止损',
        'стоп',
        'لانگ',
        '1️⃣',
        '~~',
        '<@',
        '>',
      ),
      { maxLength: 60 },
    )
    .map((words) => words.join('')),
);

describe('any text at all', () => {
  const message = fc.record({
    text: anyText,
    embeds: fc.array(
      fc.record({
        title: anyText,
        description: anyText,
        fields: fc.array(fc.record({ name: anyText, value: anyText }), { maxLength: 2 }),
      }),
      { maxLength: 1 },
    ),
    repliedTo: fc.option(fc.record({ text: anyText }), { nil: null }),
  });

  it('is read without a fault, into at least one reading, every price a plain positive decimal', () => {
    fc.assert(
      fc.property(message, (any: MessageText) => {
        const readings = readMessage(any);
        expect(readings.length).toBeGreaterThan(0);
        for (const reading of readings) {
          if (reading.kind !== 'signal') continue;
          const prices = [
            ...reading.entry.prices,
            ...reading.targets.flatMap((t) => ('price' in t ? [t.price] : [])),
          ];
          for (const price of prices) expect(price).toMatch(/^[0-9]+(?:\.[0-9]+)?$/u);
          for (const price of prices) expect(Number(price)).toBeGreaterThan(0);
          expect(reading.symbol).toMatch(/^[\p{Lu}\p{Lo}\p{N}]{1,15}$/u);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is read the same twice, and cites only places that exist', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const readings = readMessage({ text });
        expect(readMessage({ text })).toEqual(readings);
        const spans: Span[] = readings.flatMap((reading) =>
          Object.values(reading.provenance).flat(),
        );
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never takes a stop on the wrong side of a price entry', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const signal of signalsIn(text)) {
          if (!signal.stop || !('price' in signal.stop)) continue;
          for (const price of signal.entry.prices) {
            const distance = Number(price) - Number(signal.stop.price);
            expect(signal.side === 'long' ? distance : -distance, text).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
